package com.datagrid.client.model;

import com.datagrid.client.generated.Union;
import com.google.gson.JsonElement;

/** What the generator makes of a choice of choices. */
@Union(
    variants = {Pet.class, Shape.class, Leaf.class},
    unknown = Thing.Unknown.class)
public interface Thing {

  /** What is none of the choices that the document names. */
  record Unknown(JsonElement json) implements Thing {}
}
