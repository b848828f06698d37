/**
 * Processes that share one limit through a real Redis: how well they fill the window, compared with
 * other ways to share it, and how they cope with faults.
 */
@NullMarked
package com.datagrid.client.fleet;

import org.jspecify.annotations.NullMarked;
