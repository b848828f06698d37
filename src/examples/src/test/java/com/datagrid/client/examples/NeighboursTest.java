package com.datagrid.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Projects in which another dependency has a say in which versions of OkHttp, Gson and Kotlin there
 * are: those below {@code src/consumer}, which a build of the whole reactor has resolved before.
 */
@Timeout(120)
class NeighboursTest {

  private static final Pattern OUR_JAR = Pattern.compile("datagrid-client-(\\d.*)\\.jar");

  private static final String PROGRAM =
      """
      import com.datagrid.client.*;
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;
      import java.util.concurrent.atomic.AtomicInteger;
      import okhttp3.ResponseBody;
      import retrofit2.Call;
      import retrofit2.http.GET;
      import retrofit2.http.Streaming;

      public class Neighbour {
        public interface Reports {
          @Streaming @GET("reports") Call<ResponseBody> all();
        }

        public static void main(String[] args) throws Exception {
          HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
          AtomicInteger requests = new AtomicInteger();
          server.createContext("/", exchange -> {
            int status = requests.incrementAndGet() % 2 == 1 ? 429 : 200;
            String agent = exchange.getRequestHeaders().getFirst("User-Agent");
            byte[] body = ("{\\"object\\": \\"connection\\", \\"id\\": \\"conn_1\\", \\"name\\": \\"" + agent + "\\","
                + " \\"teamspace_id\\": \\"t\\", \\"connector_id\\": \\"c\\", \\"created_at\\": \\"2026-01-02T03:04:05Z\\","
                + " \\"updated_at\\": \\"2026-01-02T03:04:05Z\\"}").getBytes("UTF-8");
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("retry-after-ms", "10");
            exchange.getResponseHeaders().set("X-RateLimit-Limit", "1000");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
          server.start();
          String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
          try (DatagridClient client = DatagridClient.builder().apiKey("key").baseUrl(url).build()) {
            System.out.println(client.connections().update("conn_1", "Sales").getName());
            System.out.println(client.connections().updateAsync("conn_1", "Sales").join().getName());
            try (ResponseBody reports = client.execute(client.api(Reports.class).all()).body()) {
              System.out.println(reports.string().length() > 100);
            }
          }
          server.stop(0);
          try (DatagridClient client =
              DatagridClient.builder().apiKey("key").baseUrl(url).maxRetries(0).build()) {
            client.connections().update("conn_1", "Sales");
          } catch (TransportException e) {
            System.out.println("refused");
          }
        }
      }
      """;

  @TempDir private static Path classes;

  private static List<Path> classPath(String project) throws IOException {
    return Arrays.stream(Consumers.classPath(project).split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private static String joined(List<Path> classPath) {
    return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }

  @BeforeAll
  static void compile() throws IOException {
    assertThat(
            new Compiler(joined(classPath("openai-last")), classes).compile("Neighbour", PROGRAM))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anthropic-first",
        "okhttp4-first",
        "okhttp4-last",
        "openai-first",
        "openai-last",
        "spring-boot-3",
        "spring-boot-4"
      })
  void theClientWorksBeside(String project) throws Exception {
    List<Path> classPath = classPath(project);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes + File.pathSeparator + joined(classPath),
                "Neighbour")
            .redirectErrorStream(true)
            .start();
    try (Stream<String> lines = process.inputReader().lines()) {
      String agent = "datagrid-client-java/" + version(classPath);
      assertThat(lines.filter(line -> !line.startsWith("SLF4J")))
          .containsExactly(agent, agent, "true", "refused");
    } finally {
      process.destroyForcibly();
    }
  }

  /** That of the jar; where there is none, because nothing is packaged, {@code dev}. */
  private static String version(List<Path> classPath) {
    return classPath.stream()
        .map(entry -> OUR_JAR.matcher(entry.getFileName().toString()))
        .filter(Matcher::matches)
        .map(jar -> jar.group(1))
        .findFirst()
        .orElse("dev");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic-first", "openai-first", "openai-last"})
  void theOkHttp4OfAnotherLibraryIsEvicted(String project) throws IOException {
    assertThat(classPath(project))
        .extracting(entry -> entry.getFileName().toString())
        .anyMatch(name -> name.startsWith("okhttp-jvm-5"))
        .noneMatch(name -> name.startsWith("okhttp-4"))
        .noneMatch(name -> name.matches("okio-[0-9].*"));
  }

  /** Where the project asks for OkHttp 4 itself, all else that the client uses must be in it. */
  @Test
  void okHttp4HasWhatTheClientUses() throws Exception {
    List<Path> classPath = classPath("okhttp4-first");
    Path ours =
        classPath.stream()
            .filter(
                path ->
                    path.toString().matches(".*(facade/target/classes|datagrid-client-\\d[^/]*)"))
            .findFirst()
            .orElseThrow();
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    Set<String> missing = new TreeSet<>();
    int found = 0;
    try (URLClassLoader okHttp4 = new URLClassLoader(urls, null)) {
      for (JavaClass type : new ClassFileImporter().importUrl(ours.toUri().toURL())) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          AccessTarget target = access.getTarget();
          if (target.getOwner().getPackageName().matches("(okhttp3|okio)(\\..*)?")) {
            if (isIn(okHttp4, target)) {
              found++;
            } else {
              missing.add(target.getFullName());
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(50);
    assertThat(missing).containsExactly("okhttp3.OkHttpClient$Builder.fastFallback(boolean)");
  }

  private static boolean isIn(ClassLoader loader, AccessTarget target) {
    try {
      Class<?> owner = Class.forName(target.getOwner().getName(), false, loader);
      if (target instanceof AccessTarget.FieldAccessTarget) {
        return Arrays.stream(owner.getFields()).anyMatch(f -> f.getName().equals(target.getName()));
      }
      AccessTarget.CodeUnitAccessTarget unit = (AccessTarget.CodeUnitAccessTarget) target;
      List<String> parameters =
          unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
      return Stream.concat(
              Arrays.stream(owner.getMethods()), Arrays.stream(owner.getDeclaredConstructors()))
          .filter(e -> unit.getName().equals("<init>") || e.getName().equals(unit.getName()))
          .map(e -> Arrays.stream(e.getParameterTypes()).map(Class::getName).toList())
          .anyMatch(parameters::equals);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
