package com.datagrid.client.model;

import com.datagrid.client.generated.Union;
import com.google.gson.JsonElement;

/** What the generator makes of a choice with a discriminator, of which one is such a choice. */
@Union(
    variants = {Leaf.class, Pet.class, Other.class},
    discriminator = "kind",
    values = {"leaf", "other"},
    types = {Leaf.class, Other.class},
    unknown = Owner.Unknown.class)
public interface Owner {

  /** What is none of the choices that the document names. */
  record Unknown(JsonElement json) implements Owner {}
}
