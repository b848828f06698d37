package com.datagrid.client.model;

import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What could be a {@link Leaf}, but for its property. */
public class Other implements Owner {

  @SerializedName("right")
  public @Nullable String right;

  public @Nullable Map<String, @Nullable Object> additionalProperties;
}
