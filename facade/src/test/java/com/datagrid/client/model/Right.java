package com.datagrid.client.model;

import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has an {@link Other}. */
public class Right implements Deep {

  @SerializedName("leaf")
  public @Nullable Other leaf;

  public @Nullable Map<String, @Nullable Object> additionalProperties;
}
