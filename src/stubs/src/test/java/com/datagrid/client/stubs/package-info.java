@NullMarked
package com.datagrid.client.stubs;

import org.jspecify.annotations.NullMarked;
