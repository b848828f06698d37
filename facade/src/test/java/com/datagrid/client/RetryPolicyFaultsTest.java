package com.datagrid.client;

import static com.datagrid.client.Outcome.Cut.ATTEMPT_TIMEOUT;
import static com.datagrid.client.Outcome.Cut.CALL_TIMEOUT;
import static com.datagrid.client.Outcome.Cut.NOBODY;
import static com.datagrid.client.PolicyCall.FIRST;
import static com.datagrid.client.PolicyCall.OPERATION;
import static com.datagrid.client.PolicyCall.again;
import static com.datagrid.client.PolicyCall.broken;
import static com.datagrid.client.PolicyCall.failure;
import static com.datagrid.client.PolicyCall.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParseException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Outcomes without a response from the server. */
class RetryPolicyFaultsTest {

  private final IOException reset = new IOException("reset");

  @ParameterizedTest
  @CsvSource({
    // sent, idempotent, body can be repeated, another attempt or why not
    "false, true,  true,  yes",
    "false, false, true,  yes",
    "false, false, false, yes",
    "true,  true,  true,  yes",
    "true,  true,  false, only once",
    "true,  false, true,  not idempotent",
    "true,  false, false, only once",
  })
  void whatWasNeverSentMayAlwaysBeSentAgain(
      boolean sent, boolean idempotent, boolean repeatable, String expected) {
    PolicyCall call = new PolicyCall(idempotent, repeatable, false, 0, 0, Duration.ofHours(1), 1);
    for (Outcome.Cut cut : new Outcome.Cut[] {NOBODY, ATTEMPT_TIMEOUT}) {
      Decision decision = call.after(broken(reset, sent, cut));
      if (expected.equals("yes")) {
        assertThat(again(decision).throttled()).isFalse();
        assertThat(again(decision).failure()).isInstanceOf(TransportException.class);
      } else {
        assertThat(failure(decision))
            .isInstanceOf(TransportException.class)
            .hasMessageContaining(expected);
      }
    }
  }

  @Test
  void theMessageSaysWhatMayHaveHappened() {
    assertThat(again(FIRST.after(broken(reset, true, NOBODY))).failure())
        .hasMessage(
            "attempt 1 of %s failed: java.io.IOException: reset; the server may have carried it"
                + " out",
            OPERATION)
        .hasCause(reset);
    assertThat(again(FIRST.faults(1).after(broken(reset, false, NOBODY))).failure())
        .hasMessageStartingWith("attempt 2 of " + OPERATION)
        .hasMessageEndingWith("nothing was sent");
  }

  @Test
  void aTimeoutNamesItsSetting() {
    DatagridException failure =
        again(FIRST.after(broken(new IOException("Canceled"), true, ATTEMPT_TIMEOUT))).failure();
    assertThat(failure).hasMessageContaining("attemptTimeout (PT1M)");
    assertThat(((TransportException) failure).isTimeout()).isTrue();
  }

  @Test
  void whatTookTooLongIsATimeoutAndWhatBrokeIsNot() {
    assertThat(isTimeout(new SocketTimeoutException("connect timed out"))).isTrue();
    assertThat(isTimeout(new ConnectException("refused"))).isFalse();
    assertThat(isTimeout(reset)).isFalse();
  }

  private boolean isTimeout(IOException cause) {
    DatagridException failure = again(FIRST.after(broken(cause, false, NOBODY))).failure();
    return ((TransportException) failure).isTimeout();
  }

  @Test
  void anUnknownHostPointsToTheBaseUrl() {
    Decision decision = FIRST.after(broken(new UnknownHostException("api.invalid"), false, NOBODY));
    assertThat(again(decision).failure())
        .hasMessageContaining("baseUrl")
        .hasMessageContaining("api.invalid");
  }

  static Stream<Throwable> certificateProblems() {
    return Stream.of(
        new SSLPeerUnverifiedException("Hostname example.com not verified"),
        new SSLHandshakeException("PKIX").initCause(new CertificateExpiredException("yesterday")),
        new IOException("wrapped", new IOException(new CertificateExpiredException("twice"))));
  }

  @ParameterizedTest
  @MethodSource("certificateProblems")
  void anUntrustedCertificateDoesNotGetBetter(IOException cause) {
    assertThat(failure(FIRST.after(broken(cause, false, NOBODY))))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("certificate")
        .hasCause(cause);
  }

  @Test
  void otherTlsProblemsMay() {
    again(FIRST.after(broken(new SSLException("closed in the handshake"), false, NOBODY)));
  }

  @Test
  void theDeadlineDuringAnAttemptIsTheEnd() {
    DatagridException failure = failure(FIRST.faults(1).after(broken(reset, true, CALL_TIMEOUT)));
    assertThat(failure)
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("attempt 2 of " + OPERATION)
        .hasMessageContaining("callTimeout(..)")
        .hasCause(reset)
        .returns(2, DatagridException::attempts);
    assertThat(((CallTimeoutException) failure).requiredWait()).isEmpty();
  }

  @Test
  void anInvalidBodyOfASuccessIsNeverSentAgain() {
    // An EOFException is an IOException, but no broken exchange here.
    EOFException empty = new EOFException("End of input");
    DatagridException failure =
        failure(FIRST.after(new Outcome.Invalid<>(response(200), "s3cret", "it is empty", empty)));
    assertThat(failure)
        .isInstanceOf(InvalidResponseException.class)
        .hasMessage("the body of HTTP 200 from %s is not as documented: it is empty", OPERATION)
        .hasCause(empty);
    assertThat(((InvalidResponseException) failure).rawBody()).isEqualTo("s3cret");
    assertThat(((InvalidResponseException) failure).statusCode()).isEqualTo(200);

    JsonParseException noJson = new JsonParseException("no date-time at $.created_at");
    assertThat(failure(FIRST.after(new Outcome.Invalid<>(response(201), "", "no JSON", noJson))))
        .isInstanceOf(InvalidResponseException.class);
  }

  @Test
  void whatTheUserPluggedInIsNotTriedAgain() {
    IllegalStateException sealed = new IllegalStateException("vault sealed");
    assertThat(failure(FIRST.after(new Outcome.Crashed<>("the supplier of the API key", sealed))))
        .isExactlyInstanceOf(DatagridException.class)
        .hasMessage("the supplier of the API key failed in a call of %s", OPERATION)
        .hasCause(sealed);
  }
}
