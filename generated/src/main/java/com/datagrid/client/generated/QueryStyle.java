package com.datagrid.client.generated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a parameter of the query that is written otherwise than Retrofit does. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface QueryStyle {

  /** {@return how it is written} */
  Kind value();

  /** The styles of OpenAPI, by what they give. */
  enum Kind {
    /** {@code ids=1,2}, and for an object {@code id=a,1,b,2}. */
    COMMAS,
    /** {@code ids=1%202}. */
    SPACES,
    /** {@code ids=1%7C2}. */
    PIPES,
    /** {@code a=1&b=2}. */
    PROPERTIES,
    /** {@code id[a]=1&id[b]=2}. */
    DEEP_OBJECT
  }
}
