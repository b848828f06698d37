package com.datagrid.client.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.api.ZooApi;
import com.datagrid.client.model.Dog;
import com.datagrid.client.model.Profile;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is sent of a model and what is not, and what is kept of a response. */
class PropertiesTest {

  private static final String PROFILE = "{\"id\": \"p_1\", \"name\": \"n\", \"title\": null}";

  @RegisterExtension private final Server server = new Server();

  private String sent(Profile profile) throws Exception {
    server.respond(200, PROFILE);
    server.client().execute(server.client().api(ZooApi.class).updateProfile(profile));
    return Server.body(server.request());
  }

  private Profile received(String json) {
    server.respond(200, json);
    return server.client().execute(server.client().api(ZooApi.class).updateProfile(valid())).body();
  }

  private static Profile valid() {
    return new Profile().secret("s").name("n");
  }

  /** Neither is a read-only property demanded here, nor is one that may be null left out. */
  @Test
  void whatIsRequiredInARequest() throws Exception {
    assertThat(sent(valid())).isEqualTo("{\"secret\":\"s\",\"name\":\"n\",\"title\":null}");
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> sent(new Profile().name("n")))
        .withStackTraceContaining("Profile.secret is required, but is null");
  }

  @Test
  void whatIsRequiredInAResponse() {
    assertThat(received(PROFILE).getSecret()).isNull();
    assertThatExceptionOfType(InvalidResponseException.class)
        .isThrownBy(() -> received("{\"name\": \"n\", \"title\": null}"))
        .withMessageContaining("$.id is missing");
  }

  @Test
  void whatMayBeNullIsClearedOrLeftOut() throws Exception {
    assertThat(sent(valid().nick(null).best(null).note(null)))
        .isEqualTo("{\"secret\":\"s\",\"name\":\"n\",\"title\":null,\"nick\":null,\"best\":null}");
    assertThat(sent(valid().nick(null).nick("x").best(new Dog().kind("dog"))))
        .isEqualTo(
            "{\"secret\":\"s\",\"name\":\"n\",\"title\":null,\"nick\":\"x\","
                + "\"best\":{\"kind\":\"dog\"}}");
  }

  /** The document has a property of that name, too. */
  @Test
  void additionalPropertiesBesideNamedOnes() throws Exception {
    Profile profile =
        received(
            """
            {"id": "p_1", "name": "n", "title": "t", "age": 9007199254740993, "a": 1, "b": 2,
             "free": {"x": [9007199254740993, 1.10, null]}, "additionalProperties": "c"}
            """);

    assertThat(profile.getName()).isEqualTo("n");
    assertThat(profile.getAge()).isEqualTo(9007199254740993L);
    assertThat(profile.getAdditionalProperties()).isEqualTo(Map.of("a", 1L, "b", 2L));
    assertThat(profile.getLegacyAdditionalProperties()).isEqualTo("c");
    assertThat(profile.getFree())
        .isEqualTo(Map.of("x", Arrays.asList(9007199254740993L, new BigDecimal("1.10"), null)));
    server.request();
    assertThat(sent(profile.secret("s").putAdditionalProperty("c", 3L)))
        .isEqualTo(
            "{\"id\":\"p_1\",\"secret\":\"s\",\"name\":\"n\",\"title\":\"t\","
                + "\"age\":9007199254740993,\"free\":{\"x\":[9007199254740993,1.10,null]},"
                + "\"additionalProperties\":\"c\",\"a\":1,\"b\":2,\"c\":3}");
  }

  @Test
  void equalityIsThatOfAllProperties() {
    assertThat(valid().putAdditionalProperty("a", 1L))
        .isEqualTo(valid().putAdditionalProperty("a", 1L))
        .hasSameHashCodeAs(valid().putAdditionalProperty("a", 1L))
        .isNotEqualTo(valid());
  }
}
