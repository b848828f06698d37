package org.example

import com.datagrid.client.Connections
import com.datagrid.client.model.Connection
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await

/** Renames a connection. Suspends without a thread; canceling the coroutine ends the call. */
suspend fun Connections.rename(id: String, name: String): Connection = updateAsync(id, name).await()

/** Renames all at once; the client keeps to the limit. The first failure cancels the others. */
suspend fun Connections.renameAll(names: Map<String, String>): List<Connection> = coroutineScope {
    names.map { (id, name) -> async { rename(id, name) } }.awaitAll()
}
