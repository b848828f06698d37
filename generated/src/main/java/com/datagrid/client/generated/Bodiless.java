package com.datagrid.client.generated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the statuses of a method that end it well without a body, beside 204 and 205. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Bodiless {

  /** {@return the statuses: of success without a body, and redirects} */
  int[] value();
}
