package com.datagrid.client.redis;

import java.util.List;

/**
 * Which limit it is, and which process.
 *
 * @param keys the script's, all with one hash tag
 * @param process different for each process and limit
 * @param share the fleet's part of the limit
 */
record Identity(List<String> keys, String process, double share) {}
