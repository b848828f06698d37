/** What no test notices, by PIT. */
@NullMarked
package com.datagrid.client.mutation;

import org.jspecify.annotations.NullMarked;
