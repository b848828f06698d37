/** Models for tests, where the library looks for generated ones. */
@NullMarked
package com.datagrid.client.model;

import org.jspecify.annotations.NullMarked;
