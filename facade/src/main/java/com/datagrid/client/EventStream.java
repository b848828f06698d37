package com.datagrid.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The events of a response that goes on while they are read. Each wait for more is at most the
 * {@code attemptTimeout}; the {@code callTimeout} ends with the headers. There is one iteration,
 * over what is left. The last event, a failure and {@link #close} end the exchange, which holds a
 * connection until then. Not thread-safe.
 *
 * @param <T> the type of an event
 */
public final class EventStream<T> implements Iterable<T>, AutoCloseable {

  /** Makes an event of its text. */
  interface Parser<T> {
    @Nullable T parse(String text) throws IOException;
  }

  private final ApiResponse<ResponseBody> response;
  private final EventReader reader;
  private final Parser<T> parser;
  private final ForeignText foreign;
  private @Nullable T next;
  private boolean ended;

  EventStream(
      ApiResponse<ResponseBody> response, Parser<T> parser, long maxBytes, ForeignText foreign) {
    this.response = response;
    this.reader = new EventReader(response.body(), maxBytes);
    this.parser = parser;
    this.foreign = foreign;
  }

  /**
   * The events from here on. Its methods wait for the next one, and throw {@link
   * TransportException} if the exchange breaks or the wait is too long, and {@link
   * InvalidResponseException} if an event is not of the type.
   */
  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return peek() != null;
      }

      @Override
      public T next() {
        T event = peek();
        if (event == null) {
          throw new NoSuchElementException();
        }
        next = null;
        return event;
      }
    };
  }

  /**
   * As {@link #iterator}; closing it closes this.
   *
   * @return the events
   */
  public Stream<T> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(this::close);
  }

  private @Nullable T peek() {
    if (next == null && !ended) {
      String text = read();
      if (text == null) {
        close();
      } else {
        next = parse(text);
      }
    }
    return next;
  }

  private @Nullable String read() {
    try {
      return reader.next();
    } catch (IOException e) {
      close();
      boolean timeout = e instanceof InterruptedIOException;
      Throwable cause = ForeignFailure.clean(e, foreign::line);
      throw new TransportException(
          timeout
              ? "no event came within attemptTimeout"
              : "the stream of events broke: " + foreign.quote(String.valueOf(e.getMessage())),
          cause instanceof IOException io ? io : new IOException(cause),
          timeout,
          response.attempts());
    }
  }

  private T parse(String text) {
    try {
      T event = parser.parse(text);
      if (event == null) {
        throw new IOException("it is null");
      }
      return event;
    } catch (IOException | RuntimeException e) {
      close();
      throw new InvalidResponseException(
          "an event is invalid: " + foreign.quote(String.valueOf(e.getMessage())),
          response.statusCode(),
          begin(foreign.mask(text)),
          ForeignFailure.clean(e, foreign::line),
          response.attempts());
    }
  }

  private static String begin(String text) {
    return text.substring(0, Math.min(text.length(), (int) Defaults.MAX_ERROR_BYTES));
  }

  /** Ends the exchange; there are no more events. Idempotent. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      next = null;
      response.body().close();
    }
  }
}
