package com.datagrid.client;

import kotlin.jvm.functions.Function0;
import kotlin.reflect.KClass;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * What Retrofit's own call gets in place of an exchange. It only has to hold the request: every
 * attempt is an exchange of its own.
 */
final class RequestOnlyCall implements okhttp3.Call {

  private final Request request;

  RequestOnlyCall(Request request) {
    this.request = request;
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Response execute() {
    throw unsupported();
  }

  @Override
  public void enqueue(Callback callback) {
    throw unsupported();
  }

  @Override
  public void cancel() {}

  @Override
  public boolean isExecuted() {
    return false;
  }

  @Override
  public boolean isCanceled() {
    return false;
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  @Override
  public void addEventListener(EventListener listener) {
    throw unsupported();
  }

  @Override
  public <T> @Nullable T tag(KClass<T> type) {
    return null;
  }

  @Override
  public <T> @Nullable T tag(Class<? extends T> type) {
    return null;
  }

  @Override
  public <T> T tag(KClass<T> type, Function0<? extends T> computeIfAbsent) {
    throw unsupported();
  }

  @Override
  public <T> T tag(Class<T> type, Function0<? extends T> computeIfAbsent) {
    throw unsupported();
  }

  @Override
  @SuppressWarnings("CloneDoesntCallSuperClone") // OkHttp's own clone makes a new call, too
  public okhttp3.Call clone() {
    return new RequestOnlyCall(request);
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("only holds a request");
  }
}
