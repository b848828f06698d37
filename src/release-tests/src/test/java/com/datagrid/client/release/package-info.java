/** Tests of the staging repository. */
@NullMarked
package com.datagrid.client.release;

import org.jspecify.annotations.NullMarked;
