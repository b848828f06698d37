package com.datagrid.client.model;

import com.datagrid.client.generated.Union;
import com.google.gson.JsonElement;

/**
 * What the generator makes of a {@code oneOf} with a discriminator and a text among the choices.
 */
@Union(
    variants = {Cat.class, Dog.class, Pet.StringValue.class, Size.class},
    discriminator = "kind",
    values = {"cat", "Dog", "puppy"},
    types = {Cat.class, Dog.class, Dog.class},
    unknown = Pet.Unknown.class)
public interface Pet extends Owner, Thing {

  /** One of the choices. */
  record StringValue(String value) implements Pet {}

  /** What is none of the choices that the document names. */
  record Unknown(JsonElement json) implements Pet {}
}
