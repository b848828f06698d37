package com.datagrid.client.generated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose implementations are the choices that the document gives. A record inside
 * the interface stands for its one component, which is what travels.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Union {

  /** {@return the choices in the order of the document} */
  Class<?>[] variants();

  /** {@return the record that has the JSON of what is none of them} */
  Class<?> unknown();

  /** {@return the property whose value tells which of them it is; empty if there is none} */
  String discriminator() default "";

  /** {@return the values of that property} */
  String[] values() default {};

  /** {@return for each of the values, the class that it stands for} */
  Class<?>[] types() default {};
}
