/** Tests of the demo. */
@NullMarked
package com.datagrid.client.examples.demo;

import org.jspecify.annotations.NullMarked;
