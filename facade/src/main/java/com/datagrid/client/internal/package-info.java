/**
 * JSON, converters and checks of arguments. Not for users: anything here may change or go without
 * notice.
 */
@NullMarked
package com.datagrid.client.internal;

import org.jspecify.annotations.NullMarked;
