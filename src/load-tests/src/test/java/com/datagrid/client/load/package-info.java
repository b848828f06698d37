/** Load tests of the client over real HTTP. */
@NullMarked
package com.datagrid.client.load;

import org.jspecify.annotations.NullMarked;
