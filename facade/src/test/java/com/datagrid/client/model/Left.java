package com.datagrid.client.model;

import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has a {@link Leaf}. */
public class Left implements Deep {

  @SerializedName("leaf")
  public @Nullable Leaf leaf;

  public @Nullable Map<String, @Nullable Object> additionalProperties;
}
