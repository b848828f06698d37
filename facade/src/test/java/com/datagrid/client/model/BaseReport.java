package com.datagrid.client.model;

import com.datagrid.client.generated.Required;
import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.NonNull;

/** What the generator makes of the base of an {@code allOf} with a discriminator. */
@SuppressWarnings("NullAway")
public class BaseReport {

  @SerializedName("kind")
  @Required
  public @NonNull String kind;
}
