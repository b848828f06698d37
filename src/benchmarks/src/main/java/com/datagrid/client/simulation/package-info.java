/**
 * The rate limiter and the decisions of the client in virtual time, against servers that count in
 * different ways, beside what others do.
 */
@NullMarked
package com.datagrid.client.simulation;

import org.jspecify.annotations.NullMarked;
