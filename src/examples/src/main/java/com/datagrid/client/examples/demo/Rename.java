package com.datagrid.client.examples.demo;

/**
 * One row of the CSV file.
 *
 * @param row its number, from 1 for the first after the header
 * @param connectionId the connection
 * @param name its new name
 */
record Rename(int row, String connectionId, String name) {}
