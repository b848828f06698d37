package com.datagrid.client.stubs;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty.JettyHttpServerFactory;
import java.util.function.Supplier;

/**
 * WireMock's server, which can be started again: on the port that it had, with threads for delayed
 * responses. WireMock's own comes back on another port and without them. WireMock calls it on one
 * thread at a time.
 */
final class SamePortServer implements HttpServer {
  private final Supplier<HttpServer> servers;
  private final WireMockConfiguration options;
  private HttpServer current;

  private SamePortServer(WireMockConfiguration options, Supplier<HttpServer> servers) {
    this.options = options;
    this.servers = servers;
    this.current = servers.get();
  }

  /** What makes one for the configuration that it is given to. */
  static HttpServerFactory factory() {
    return new HttpServerFactory() {
      @Override
      public HttpServer buildHttpServer(
          Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        JettyHttpServerFactory jetty = new JettyHttpServerFactory();
        return new SamePortServer(
            (WireMockConfiguration) options, () -> jetty.buildHttpServer(options, admin, stubs));
      }
    };
  }

  @Override
  public void start() {
    current.start();
    options.port(current.port());
  }

  @Override
  public void stop() {
    if (current.isRunning()) {
      current.stop();
      current = servers.get();
    }
  }

  @Override
  public boolean isRunning() {
    return current.isRunning();
  }

  @Override
  public int port() {
    return isRunning() ? current.port() : options.portNumber();
  }

  @Override
  public int httpsPort() {
    return current.httpsPort();
  }
}
