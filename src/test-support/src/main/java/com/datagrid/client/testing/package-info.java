/** What the modules that test the client over sockets share. Not published. */
@NullMarked
package com.datagrid.client.testing;

import org.jspecify.annotations.NullMarked;
