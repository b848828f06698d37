package com.datagrid.client.model;

import com.datagrid.client.generated.Required;
import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A choice that differs from {@link Square} in one property. */
@SuppressWarnings("NullAway") // generated models are not initialized, either
public class Circle implements Shape {

  @SerializedName("width")
  @Required
  public @NonNull Integer width;

  @SerializedName("radius")
  public @Nullable Long radius;

  @SerializedName("size")
  public @Nullable Size size;

  public transient Map<String, Object> additionalProperties = Map.of();
}
