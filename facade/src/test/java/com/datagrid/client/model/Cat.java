package com.datagrid.client.model;

import com.datagrid.client.generated.Required;
import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.NonNull;

/** A choice with a required property. */
@SuppressWarnings("NullAway") // generated models are not initialized, either
public class Cat implements Pet {

  @SerializedName("kind")
  @Required
  public @NonNull String kind;

  @SerializedName("lives")
  @Required
  public @NonNull Long lives;

  public transient Map<String, Object> additionalProperties = Map.of();
}
