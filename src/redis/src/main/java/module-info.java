/** Shares one rate limit among many processes, through a sliding window on Redis. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Jedis is one
module com.datagrid.client.redis {
  requires transitive com.datagrid.client.ratelimit;
  requires static org.jspecify;
  requires org.slf4j;
  requires transitive redis.clients.jedis;

  exports com.datagrid.client.redis;
}
