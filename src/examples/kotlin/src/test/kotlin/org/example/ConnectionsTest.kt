package org.example

import com.datagrid.client.DatagridClient
import com.datagrid.client.NotFoundException
import com.datagrid.client.stubs.DatagridStubExtension
import com.datagrid.client.stubs.DatagridStubServer
import com.datagrid.client.stubs.DatagridStubs
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

@ExtendWith(DatagridStubExtension::class)
class ConnectionsTest {

    private fun client(server: DatagridStubServer): DatagridClient =
        DatagridClient.builder().apiKey("test").baseUrl(server.baseUrl()).build()

    @Test
    fun renamesAll(server: DatagridStubServer) = client(server).use { client ->
        runBlocking {
            val names = (1..50).associate { "conn_$it" to "name $it" }
            assertEquals(names.values.toList(), client.connections().renameAll(names).map { it.name })
        }
        assertEquals(50, server.counts().accepted())
    }

    @Test
    fun failsWithTheExceptionItself(server: DatagridStubServer): Unit = client(server).use { client ->
        server.wireMock().addStubMapping(DatagridStubs.connectionNotFound("conn_1"))
        assertFailsWith<NotFoundException> {
            runBlocking { client.connections().rename("conn_1", "Sales") }
        }
    }

    /** A call that waits for its turn leaves the queue with its coroutine. */
    @Test
    fun cancelingEndsTheCall(server: DatagridStubServer) = client(server).use { client ->
        server.setLimit(1)
        runBlocking {
            client.connections().rename("conn_1", "Sales") // the limit is known, and used up
            val waiting = launch(start = CoroutineStart.UNDISPATCHED) {
                client.connections().rename("conn_2", "Sales")
            }
            assertEquals(1, client.rateLimits().values.sumOf { it.waiting() })
            waiting.cancelAndJoin()
            assertEquals(0, client.rateLimits().values.sumOf { it.waiting() })
        }
        assertEquals(1, server.counts().total())
    }
}
