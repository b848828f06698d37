/**
 * Keeps {@code openapi/datagrid.yaml}: imports pages of the API's documentation, tells what changes
 * for Java users, and what the generator would lose.
 */
@NullMarked
package com.datagrid.client.spec;

import org.jspecify.annotations.NullMarked;
