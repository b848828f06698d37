package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.model.Connection;
import com.datagrid.client.model.Report;
import com.datagrid.client.model.UpdateConnectionRequest;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static final String CONNECTION =
      """
      {"object": "connection", "id": "conn_1", "name": "Sales", "teamspace_id": "team_1",
       "connector_id": "hubspot", "valid": true, "value": "s3cret",
       "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05.678+02:00"}""";

  private final Gson gson = Json.gson();

  /** The connection with one field set to a JSON value, or left out where that is "absent". */
  private static String connectionWith(String field, String json) {
    JsonObject connection = JsonParser.parseString(CONNECTION).getAsJsonObject();
    if (json.equals("absent")) {
      connection.remove(field);
    } else {
      connection.add(field, JsonParser.parseString(json));
    }
    return new Gson().newBuilder().serializeNulls().create().toJson(connection);
  }

  private Connection read(String json) {
    return gson.fromJson(json, Connection.class);
  }

  private Report report(String fields) {
    return gson.fromJson("{\"kind\": \"k\", \"rows\": [], " + fields + "}", Report.class);
  }

  @Test
  void readsAConnection() {
    assertThat(read(CONNECTION))
        .isEqualTo(
            new Connection()
                .objectType(Connection.ObjectTypeEnum.CONNECTION)
                .id("conn_1")
                .name("Sales")
                .teamspaceId("team_1")
                .connectorId("hubspot")
                .valid(true)
                .value("s3cret")
                .createdAt(OffsetDateTime.parse("2026-01-02T03:04:05Z"))
                .updatedAt(OffsetDateTime.parse("2026-01-02T03:04:05.678+02:00")));
  }

  // Tolerant where the server may grow.

  @Test
  void unknownPropertiesAreKept() {
    Connection connection = read(connectionWith("new", "{\"deep\": [9007199254740993, null]}"));

    assertThat(connection.getName()).isEqualTo(read(CONNECTION).getName());
    assertThat(connection.getAdditionalProperties())
        .isEqualTo(Map.of("new", Map.of("deep", Arrays.asList(9007199254740993L, null))));
    assertThat(gson.toJson(connection)).endsWith(",\"new\":{\"deep\":[9007199254740993,null]}}");
    assertThat(connection.toString()).contains("[new]").doesNotContain("deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "null"})
  void optionalPropertiesMayBeMissingOrNull(String json) {
    assertThat(read(connectionWith("valid", json)).getValid()).isNull();
    assertThat(read(connectionWith("value", json)).getValue()).isNull();
  }

  @Test
  void anUnknownEnumValueIsReadAsTheConstantForThatAndCannotBeSent() {
    Connection connection = read(connectionWith("object", "\"connection_v2\""));
    assertThat(connection.getObjectType()).isEqualTo(Connection.ObjectTypeEnum.UNRECOGNIZED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gson.toJson(connection))
        .withMessageContaining("ObjectTypeEnum.UNRECOGNIZED")
        .withMessageContaining("cannot be sent");
  }

  // Strict where silence would be wrong.

  @ParameterizedTest
  @CsvSource({
    "object, absent",
    "object, null",
    "id, absent",
    "id, null",
    "name, absent",
    "name, null",
    "teamspace_id, absent",
    "teamspace_id, null",
    "connector_id, absent",
    "connector_id, null",
    "created_at, absent",
    "created_at, null",
    "updated_at, absent",
    "updated_at, null",
  })
  void aRequiredPropertyThatIsMissingOrNullIsNamed(String field, String json) {
    String text = connectionWith(field, json);
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> read(text))
        .withMessage("required field $." + field + " is missing or null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\": \"k\"}                                              | $.rows",
        "{\"kind\": \"k\", \"rows\": null}                              | $.rows",
        "{\"kind\": \"k\", \"rows\": [{\"row_id\": \"1\"}, {}]}         | $.rows[1].row_id",
        "{\"kind\": \"k\", \"rows\": [{\"row_id\": null}]}              | $.rows[0].row_id",
        "{\"kind\": \"k\", \"rows\": [], \"first_row\": {}}             | $.first_row.row_id",
        "{\"kind\": \"k\", \"rows\": [], \"by_name\": {\"a\": {}}}      | $.by_name.a.row_id",
        "{\"rows\": []}                                                 | $.kind",
      })
  void whereverItIs(String json, String path) {
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> gson.fromJson(json, Report.class))
        .withMessage("required field " + path + " is missing or null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name       | 12",
        "name       | true",
        "name       | []",
        "name       | {}",
        "valid      | \"yes\"",
        "valid      | \"true\"",
        "valid      | 1",
        "valid      | []",
        "object     | {}",
        "object     | []",
        "object     | 12",
        "created_at | 1767323045",
        "created_at | {}",
        "created_at | \"\"",
        "created_at | \"yesterday\"",
        "created_at | \"2026-01-02\"",
        "created_at | \"2026-02-30T00:00:00Z\"",
        "updated_at | \"2026-01-02T03:04:05\"",
      })
  void aValueOfAnotherTypeIsNamed(String field, String json) {
    String text = connectionWith(field, json);
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> read(text))
        .withMessageContaining("$." + field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "small | \"5\"",
        "small | 1.5",
        "small | 2147483648",
        "small | true",
        "small | []",
        "large | \"5\"",
        "large | 99999999999999999999",
        "ratio | \"0.5\"",
        "ratio | false",
        "price | \"9.99\"",
        "flag  | \"false\"",
        "day   | \"2026-01-02T00:00:00Z\"",
        "day | 20260102",
        "rows  | {}",
        "first_row | []",
      })
  void numbersAndDatesAreStrictToo(String field, String json) {
    String text = "{\"kind\": \"k\", \"rows\": [], \"%s\": %s}".formatted(field, json);
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(
            () -> gson.fromJson(text.replace("\"rows\": [], \"rows\"", "\"rows\""), Report.class))
        .withMessageContaining("$." + field);
  }

  @Test
  void readsNumbersAndDays() {
    Report report =
        report(
            """
            "small": -5, "large": 9223372036854775807, "ratio": 1e-3, "price": 9.990,
            "flag": false, "day": "2026-01-02", "by_name": {"a": {"row_id": "1"}}""");
    assertThat(report.small).isEqualTo(-5);
    assertThat(report.large).isEqualTo(Long.MAX_VALUE);
    assertThat(report.ratio).isEqualTo(0.001);
    assertThat(report.price).isEqualTo(new BigDecimal("9.990"));
    assertThat(report.flag).isFalse();
    assertThat(report.day).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(report.byName).containsOnlyKeys("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "42", "{", "<html>", "{\"object\"", "{]"})
  void whatIsNoObjectIsRefused(String json) {
    assertThatExceptionOfType(JsonParseException.class).isThrownBy(() -> read(json));
  }

  @Test
  void depthIsBounded() {
    String deep = "[".repeat(10_000);
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> read("{\"new\": " + deep + ", " + CONNECTION.substring(1)));
  }

  // Sending.

  @Test
  void sendsTheNameAsItIs() {
    assertThat(gson.toJson(new UpdateConnectionRequest().name("a<b> & \"c\" ü")))
        .isEqualTo("{\"name\":\"a<b> & \\\"c\\\" ü\"}");
    assertThat(gson.toJson(new UpdateConnectionRequest().name(""))).isEqualTo("{\"name\":\"\"}");
  }

  @Test
  void aRequiredPropertyThatIsNullIsNotSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gson.toJson(new UpdateConnectionRequest()))
        .withMessage("UpdateConnectionRequest.name is required, but is null");
  }

  @Test
  void whatTheDocumentDoesNotNameCanBeSent() {
    UpdateConnectionRequest request = new UpdateConnectionRequest().name("a");

    assertThat(gson.toJson(request.putAdditionalProperty("color", "red")))
        .isEqualTo("{\"name\":\"a\",\"color\":\"red\"}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gson.toJson(request.putAdditionalProperty("name", "b")))
        .withMessage("UpdateConnectionRequest has a property name of its own: set that");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "-9223372036854775808",
        "9223372036854775808",
        "1.10",
        "0.1234567890123456789012345678901234567890",
        "[null,{\"a\":null}]",
      })
  void freeFormValuesSurviveTheRoundTrip(String json) {
    Object value = gson.fromJson(json, Object.class);
    assertThat(gson.toJson(value, Object.class)).isEqualTo(json);
  }

  @Test
  void anOptionalPropertyThatIsNullIsLeftOut() {
    assertThat(gson.toJson(report("\"flag\": null"))).isEqualTo("{\"rows\":[],\"kind\":\"k\"}");
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 3339 wants seconds, even where they are zero.
    "2026-01-02T03:04:05.678+02:00, 2026-01-02T03:04:05.678+02:00",
    "2026-01-02T03:04:05Z,          2026-01-02T03:04:05Z",
    "2026-01-02T03:04:00Z,          2026-01-02T03:04:00Z",
    "2026-01-02T00:00:00.000-00:00, 2026-01-02T00:00:00Z",
    "2026-01-02t03:04:05z,          2026-01-02T03:04:05Z",
  })
  void datesSurviveTheRoundTrip(String in, String out) {
    Report report = report("\"moment\": \"" + in + "\", \"day\": \"2026-01-02\"");
    assertThat(report.moment).isEqualTo(OffsetDateTime.parse(in));
    assertThat(gson.toJson(report)).contains("\"" + out + "\"").contains("\"day\":\"2026-01-02\"");
  }
}
