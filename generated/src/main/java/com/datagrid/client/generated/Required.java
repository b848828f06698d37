package com.datagrid.client.generated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a property without which a model is not as the document has it. The client checks it at run
 * time, when JSpecify's annotations need not be there: the module path allows that package once,
 * and WireMock's jar has a copy.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Required {

  /** {@return where it must be} */
  In in() default In.BOTH;

  /** {@return whether its value may be null, which is then sent} */
  boolean nullable() default false;

  /** The directions in which a model travels. */
  enum In {
    /** In requests and in responses. */
    BOTH,
    /** In requests alone. */
    REQUESTS,
    /** In responses alone. */
    RESPONSES
  }
}
