package com.datagrid.client.model;

import com.datagrid.client.generated.Union;
import com.google.gson.JsonElement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the generator makes of an {@code anyOf} without a discriminator. */
@Union(
    variants = {
      Shape.StringMapValue.class,
      Circle.class,
      Square.class,
      Size.class,
      Shape.LongValue.class,
      Shape.BigDecimalValue.class,
      Shape.BooleanValue.class,
      Shape.StringListValue.class,
      Shape.CircleListValue.class
    },
    unknown = Shape.Unknown.class)
public interface Shape extends Thing {

  /** One of the choices. */
  record StringMapValue(Map<String, String> value) implements Shape {}

  /** One of the choices. */
  record LongValue(Long value) implements Shape {}

  /** One of the choices. */
  record BigDecimalValue(BigDecimal value) implements Shape {}

  /** One of the choices. */
  record BooleanValue(Boolean value) implements Shape {}

  /** One of the choices. */
  record StringListValue(List<String> value) implements Shape {}

  /** One of the choices. */
  record CircleListValue(List<Circle> value) implements Shape {}

  /** What is none of the choices that the document names. */
  record Unknown(JsonElement json) implements Shape {}
}
