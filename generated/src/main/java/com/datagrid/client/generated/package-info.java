/** What the generated models are marked with. Not for users. */
@NullMarked
package com.datagrid.client.generated;

import org.jspecify.annotations.NullMarked;
