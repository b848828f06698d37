package org.example.service;

import com.datagrid.client.ApiException;
import com.datagrid.client.CallTimeoutException;
import com.datagrid.client.DatagridClient;
import com.datagrid.client.NotFoundException;
import com.datagrid.client.RateLimitException;
import com.datagrid.client.TransportException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ConnectionController {

  record NewName(String name) {}

  private final DatagridClient client;

  ConnectionController(DatagridClient client) {
    this.client = client;
  }

  @PutMapping("/connections/{id}/name")
  Map<String, String> rename(@PathVariable("id") String id, @RequestBody NewName body) {
    return Map.of("name", client.connections().update(id, body.name()).getName());
  }

  @ExceptionHandler(NotFoundException.class)
  ProblemDetail notFound(NotFoundException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "there is no such connection");
  }

  /** The queue is too long: the caller may try again. */
  @ExceptionHandler({CallTimeoutException.class, RateLimitException.class})
  ProblemDetail busy(Exception e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
  }

  @ExceptionHandler({ApiException.class, TransportException.class})
  ProblemDetail failed(Exception e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, e.getMessage());
  }
}
