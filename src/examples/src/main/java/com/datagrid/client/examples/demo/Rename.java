package com.datagrid.client.examples.demo;

/**
 * One line of the CSV file.
 *
 * @param connectionId the connection
 * @param name its new name
 */
record Rename(String connectionId, String name) {}
