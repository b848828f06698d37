package com.datagrid.client.examples;

import com.datagrid.client.ApiException;
import com.datagrid.client.AuthenticationException;
import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.TransportException;
import com.datagrid.client.model.Connection;

/**
 * Tells the ways apart in which a call can fail: {@code ErrorHandling conn_123 "Sales CRM"}. There
 * is nothing to retry here: whatever makes sense to retry, the client has retried already.
 */
final class ErrorHandling {

  private ErrorHandling() {}

  public static void main(String[] args) {
    try (DatagridClient client = DatagridClient.fromEnv()) {
      System.out.println(rename(client, args[0], args[1]));
    }
  }

  static String rename(DatagridClient client, String connectionId, String name) {
    try {
      Connection connection = client.connections().update(connectionId, name);
      return "renamed to " + connection.getName();
    } catch (NotFoundException e) {
      return "there is no connection " + connectionId;
    } catch (AuthenticationException e) {
      return "the API key is not valid: check DATAGRID_API_KEY";
    } catch (RateLimitException e) {
      return "rate limited: "
          + e.retryAfter().map(wait -> "free again in " + wait).orElse("no word on when to retry");
    } catch (ApiException e) { // every other status
      return "the service responded with "
          + e.statusCode()
          + e.requestId().map(id -> ", request " + id).orElse("");
    } catch (CallTimeoutException e) {
      return e.attempts() == 0 ? "not sent: the queue is too long" : "it took too long";
    } catch (TransportException e) {
      return "no response after " + e.attempts() + " attempts: " + e.getMessage();
    }
  }
}
