package com.datagrid.client.model;

import com.datagrid.client.generated.Required;
import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A choice that differs from {@link Circle} in one property. */
@SuppressWarnings("NullAway") // generated models are not initialized, either
public class Square implements Shape {

  @SerializedName("width")
  @Required
  public @NonNull Integer width;

  @SerializedName("side")
  public @Nullable Long side;

  @SerializedName("size")
  public @Nullable String size;

  public transient Map<String, Object> additionalProperties = Map.of();
}
