/**
 * The client against the stubs over HTTP. Every exchange is checked against the OpenAPI document,
 * so that neither of the two can drift from it.
 */
@NullMarked
package com.datagrid.client.contract;

import org.jspecify.annotations.NullMarked;
