package com.datagrid.client.model;

import com.datagrid.client.generated.Required;
import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A choice that two values of the discriminator stand for; it keeps no other properties. */
@SuppressWarnings("NullAway") // generated models are not initialized, either
public class Dog implements Pet {

  @SerializedName("kind")
  @Required
  public @NonNull String kind;

  @SerializedName("bark")
  public @Nullable String bark;
}
