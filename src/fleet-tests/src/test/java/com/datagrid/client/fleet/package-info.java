@NullMarked
package com.datagrid.client.fleet;

import org.jspecify.annotations.NullMarked;
