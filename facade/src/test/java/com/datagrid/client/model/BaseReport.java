package com.datagrid.client.model;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.NonNull;

/** What the generator makes of the base of an {@code allOf} with a discriminator. */
@SuppressWarnings("NullAway")
public class BaseReport {

  @SerializedName("kind")
  public @NonNull String kind;
}
