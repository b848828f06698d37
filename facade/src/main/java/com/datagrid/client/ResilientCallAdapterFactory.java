package com.datagrid.client;

import com.datagrid.client.internal.Arguments;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.CallAdapter;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** Makes every {@link Call} of a generated interface a {@link ResilientCall}. */
final class ResilientCallAdapterFactory extends CallAdapter.Factory {

  private final Pipeline pipeline;
  private final Arguments arguments;
  private final boolean bodyRequired;

  /**
   * Makes calls of a client.
   *
   * @param bodyRequired whether a success without a body, such as a 204, is invalid
   */
  ResilientCallAdapterFactory(Pipeline pipeline, Arguments arguments, boolean bodyRequired) {
    this.pipeline = pipeline;
    this.arguments = arguments;
    this.bodyRequired = bodyRequired;
  }

  @Override
  public @Nullable CallAdapter<?, ?> get(
      Type returnType, Annotation[] annotations, Retrofit retrofit) {
    if (getRawType(returnType) != Call.class) {
      return null; // Retrofit then says that it knows no adapter for it
    }
    if (!(returnType instanceof ParameterizedType parameterized)) {
      throw new IllegalArgumentException("Call return type must be parameterized as Call<Foo>");
    }
    return adapter(getParameterUpperBound(0, parameterized), annotations, retrofit);
  }

  private <T> CallAdapter<T, Call<T>> adapter(
      Type responseType, Annotation[] annotations, Retrofit retrofit) {
    Converter<ResponseBody, T> converter =
        retrofit.responseBodyConverter(responseType, annotations);
    Operation<T> operation = Operation.of(annotations, responseType, bodyRequired, converter);
    return new CallAdapter<>() {
      @Override
      public Type responseType() {
        return responseType;
      }

      @Override
      public Call<T> adapt(Call<T> call) {
        return new ResilientCall<>(pipeline, operation, arguments, call);
      }
    };
  }
}
