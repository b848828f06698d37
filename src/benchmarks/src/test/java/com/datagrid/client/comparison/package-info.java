@NullMarked
package com.datagrid.client.comparison;

import org.jspecify.annotations.NullMarked;
