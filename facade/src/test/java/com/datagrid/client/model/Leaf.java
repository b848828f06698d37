package com.datagrid.client.model;

import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the choices of an {@link Owner}, and more. */
public class Leaf implements Owner, Thing {

  @SerializedName("left")
  public @Nullable String left;

  public @Nullable Map<String, @Nullable Object> additionalProperties;
}
