package com.datagrid.client.comparison;

import com.datagrid.client.stubs.DatagridStubServer;
import com.datagrid.client.stubs.StubFault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Something that a client meets.
 *
 * @param name what {@code -Dscenario} calls it
 * @param title what the table calls it
 */
record Scenario(String name, String title, Trial trial) {

  /** Lets a client meet it, and tells what came of it. */
  interface Trial {
    String run(Contender contender, DatagridStubServer server) throws Exception;
  }

  private static final Duration SILENCE = Duration.ofSeconds(10);

  static List<Scenario> all(int calls) {
    return List.of(
        many(calls, 32),
        many(calls, 200),
        one("error", "a 500, once", StubFault.internalServerError()),
        one(
            "incomplete",
            "a 200 without the field `name`",
            StubFault.respond(200, "{\"object\": \"connection\", \"id\": \"conn_1\"}")),
        new Scenario(
            "silence",
            "a 429 with `Retry-After: 90`: requests in the next 10 s, and the end",
            Scenario::silence));
  }

  private static Scenario many(int calls, int workers) {
    return new Scenario(
        String.valueOf(workers),
        "%,d updates, %d at a time".formatted(calls, workers),
        (contender, server) -> {
          long begin = System.nanoTime();
          Contender.Result result = contender.rename(server.baseUrl(), calls, workers);
          return String.format(
              Locale.ROOT,
              "%,d 429s, %,d failed, %,d s",
              server.counts().rejected(),
              result.failed(),
              Math.round((System.nanoTime() - begin) / 1e9));
        });
  }

  private static Scenario one(String name, String title, StubFault fault) {
    return new Scenario(
        name,
        title,
        (contender, server) -> {
          server.failNext(fault);
          Contender.Result result = contender.rename(server.baseUrl(), 1, 1);
          return end(result) + ", requests: " + server.counts().total();
        });
  }

  private static String silence(Contender contender, DatagridStubServer server) throws Exception {
    Response rejection =
        Response.Builder.like(StubFault.rateLimited().apply(Response.response().build()))
            .headers(
                new HttpHeaders(
                    new HttpHeader("Content-Type", "application/json"),
                    new HttpHeader("Retry-After", "90")))
            .build();
    server.failNext(Integer.MAX_VALUE, response -> rejection);
    CompletableFuture<Contender.Result> end =
        CompletableFuture.supplyAsync(() -> renameOne(contender, server));
    try {
      end.get(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It waits, as it was told to.
    }
    long requests = server.counts().total();
    server.reset();
    return requests + ", " + end(end.get());
  }

  private static Contender.Result renameOne(Contender contender, DatagridStubServer server) {
    try {
      return contender.rename(server.baseUrl(), 1, 1);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String end(Contender.Result result) {
    String last = result.last().replace("|", "\\|");
    return last.length() > 120 ? last.substring(0, 120) + ".." : last;
  }
}
