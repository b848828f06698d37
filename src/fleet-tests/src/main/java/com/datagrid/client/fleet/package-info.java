/**
 * Processes that share one limit, with a real Redis: how well they fill the window beside other
 * ways to share it, and what faults do to them.
 */
@NullMarked
package com.datagrid.client.fleet;

import org.jspecify.annotations.NullMarked;
