package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import com.datagrid.client.model.Cat;
import com.datagrid.client.model.Profile;
import com.datagrid.client.model.Report;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private final Gson gson = Json.gson();

  private Profile read(String json) {
    return gson.fromJson(json, Profile.class);
  }

  private static Profile valid() {
    Profile profile = new Profile();
    profile.secret = "s";
    return profile;
  }

  @Test
  void whatIsRequiredInAResponse() {
    Profile profile = read("{\"id\": \"p\"}");
    assertThat(profile.id).isEqualTo("p");
    assertThat(profile.secret).isNull();
    assertThat(profile.title).isNull();

    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> read("{\"secret\": \"s\", \"title\": \"t\"}"))
        .withMessage("required field $.id is missing or null");
    assertThatExceptionOfType(JsonParseException.class).isThrownBy(() -> read("{\"id\": null}"));
  }

  @Test
  void whatIsRequiredInARequest() {
    assertThat(gson.toJson(valid())).isEqualTo("{\"secret\":\"s\",\"title\":null}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gson.toJson(new Profile()))
        .withMessage("Profile.secret is required, but is null");
  }

  @Test
  void nullIsSentWhereItWasSet() {
    Profile profile = valid();
    profile.explicitNulls.add("nick");
    assertThat(gson.toJson(profile)).isEqualTo("{\"secret\":\"s\",\"title\":null,\"nick\":null}");

    profile.nick = "x";
    assertThat(gson.toJson(profile)).isEqualTo("{\"secret\":\"s\",\"title\":null,\"nick\":\"x\"}");
  }

  @Test
  void nullIsSentWhereItWasRead() {
    Profile profile = read("{\"id\": \"p\", \"secret\": \"s\", \"nick\": null}");

    assertThat(profile.explicitNulls).containsExactly("nick");
    assertThat(gson.toJson(profile))
        .isEqualTo("{\"id\":\"p\",\"secret\":\"s\",\"title\":null,\"nick\":null}");
  }

  @Test
  void nullIsForgottenWhereNothingKeepsIt() {
    Cat cat =
        gson.fromJson("{\"kind\": \"cat\", \"lives\": 9, \"mood\": null, \"age\": 3}", Cat.class);

    assertThat(cat.additionalProperties).containsExactly(entry("mood", null), entry("age", 3L));
    assertThat(gson.toJson(cat))
        .isEqualTo("{\"kind\":\"cat\",\"lives\":9,\"mood\":null,\"age\":3}");
  }

  @Test
  void otherPropertiesAreOfTheTypeThatTheDocumentSays() {
    Profile profile =
        read("{\"id\": \"p\", \"a\": 1, \"b\": null, \"additionalProperties\": \"c\"}");

    assertThat(profile.additionalProperties).containsExactly(entry("a", 1L), entry("b", null));
    assertThat(profile.legacyAdditionalProperties).isEqualTo("c");
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> read("{\"id\": \"p\", \"a\": \"text\"}"))
        .withMessageContaining("$.a");
  }

  @Test
  void otherPropertiesAreSentAfterTheNamedOnes() {
    Profile profile = valid();
    Map<String, @Nullable Long> others = new LinkedHashMap<>();
    others.put("b", 2L);
    others.put("a", null);
    profile.additionalProperties = others;

    assertThat(gson.toJson(profile))
        .isEqualTo("{\"secret\":\"s\",\"title\":null,\"b\":2,\"a\":null}");
  }

  @Test
  void anotherPropertyMayNotHaveTheNameOfOne() {
    Profile profile = valid();
    profile.additionalProperties = Map.of("nick", 1L);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> gson.toJson(profile))
        .withMessage("Profile has a property nick of its own: set that");
  }

  @Test
  void withoutAPlaceForThemOtherPropertiesAreSkipped() {
    Profile.Named named =
        gson.fromJson(
            "{\"new\": {\"deep\": [1]}, \"additionalProperties\": \"a\"}", Profile.Named.class);

    assertThat(named.additionalProperties).isEqualTo("a");
    assertThat(gson.toJson(named)).isEqualTo("{\"additionalProperties\":\"a\"}");
  }

  @Test
  void propertiesOfTheBaseAreThoseOfTheModel() {
    Report report = gson.fromJson("{\"kind\": \"k\", \"rows\": []}", Report.class);

    assertThat(report.kind).isEqualTo("k");
    assertThat(gson.toJson(report)).isEqualTo("{\"rows\":[],\"kind\":\"k\"}");
  }

  @Test
  void noModelIsNull() {
    assertThat(gson.fromJson("null", Profile.class)).isNull();
    assertThat(gson.toJson(null, Profile.class)).isEqualTo("null");
  }

  @Test
  void anObjectIsExpected() {
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> read("[]"))
        .withMessage("BEGIN_OBJECT expected, but BEGIN_ARRAY at $");
  }

  /** Whoever writes on has nulls as before. */
  @Test
  void theWriterIsLeftAsItWas() throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter out = new JsonWriter(text);
    out.setSerializeNulls(false);

    gson.getAdapter(Profile.class).write(out, valid());

    assertThat(text).hasToString("{\"secret\":\"s\",\"title\":null}");
    assertThat(out.getSerializeNulls()).isFalse();
  }

  @Test
  void classesOfWhichNoneCanBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gson.getAdapter(Profile.Hidden.class))
        .withMessageContaining("has no public constructor without arguments");
    assertThatIllegalStateException()
        .isThrownBy(() -> gson.getAdapter(Profile.Abstract.class).fromJson("{}"))
        .withMessageContaining("Cannot make a")
        .withCauseInstanceOf(InstantiationException.class);
  }
}
