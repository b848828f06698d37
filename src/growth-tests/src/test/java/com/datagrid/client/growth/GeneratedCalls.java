package com.datagrid.client.growth;

import com.datagrid.client.DatagridClient;
import com.datagrid.client.api.ItemsApi;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import retrofit2.Call;
import retrofit2.http.Query;

/** A call of every method of every generated interface. */
final class GeneratedCalls {

  private GeneratedCalls() {}

  static Map<String, Call<?>> of(DatagridClient client) throws Exception {
    Map<String, Call<?>> calls = new TreeMap<>();
    for (Class<?> api : apis()) {
      for (Method method : api.getMethods()) {
        Object[] arguments =
            Arrays.stream(method.getParameters()).map(GeneratedCalls::argument).toArray();
        calls.put(
            api.getSimpleName() + '.' + method.getName(),
            (Call<?>) method.invoke(client.api(api), arguments));
      }
    }
    return calls;
  }

  private static Object argument(Parameter parameter) {
    Query query = parameter.getAnnotation(Query.class);
    return query != null && query.value().equals("order")
        ? "asc" // an enum in the document, and a text in Java
        : Samples.of(parameter.getParameterizedType());
  }

  private static List<Class<?>> apis() throws Exception {
    Path classes =
        Path.of(ItemsApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("com/datagrid/client/api"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replace(".class", ""))
          .sorted()
          .<Class<?>>map(GeneratedCalls::api)
          .toList();
    }
  }

  private static Class<?> api(String name) {
    try {
      return Class.forName("com.datagrid.client.api." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
