package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datagrid.client.model.Cat;
import com.datagrid.client.model.Circle;
import com.datagrid.client.model.Deep;
import com.datagrid.client.model.Dog;
import com.datagrid.client.model.Leaf;
import com.datagrid.client.model.Left;
import com.datagrid.client.model.Owner;
import com.datagrid.client.model.Pet;
import com.datagrid.client.model.Profile;
import com.datagrid.client.model.Right;
import com.datagrid.client.model.Shape;
import com.datagrid.client.model.Size;
import com.datagrid.client.model.Square;
import com.datagrid.client.model.Thing;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnionsTest {

  private final Gson gson = Json.gson();

  private Pet pet(String json) {
    return gson.fromJson(json, Pet.class);
  }

  private Shape shape(String json) {
    return gson.fromJson(json, Shape.class);
  }

  // With a discriminator.

  @Test
  void theDiscriminatorSaysTheClass() {
    assertThat(pet("{\"lives\": 9, \"kind\": \"cat\"}"))
        .isInstanceOfSatisfying(Cat.class, cat -> assertThat(cat.lives).isEqualTo(9));
    assertThat(pet("{\"kind\": \"Dog\", \"bark\": \"w\"}"))
        .isInstanceOfSatisfying(Dog.class, dog -> assertThat(dog.bark).isEqualTo("w"));
    assertThat(pet("{\"kind\": \"puppy\"}"))
        .isInstanceOfSatisfying(Dog.class, dog -> assertThat(dog.kind).isEqualTo("puppy"));
  }

  @Test
  void aVariantThatIsNotAsItsClassHasItSaysWhere() {
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(
            () ->
                gson.fromJson(
                    "[{\"kind\": \"puppy\"}, {\"kind\": \"cat\"}]",
                    new TypeToken<List<Pet>>() {}.getType()))
        .withMessageContaining("at $[1]: required field")
        .withMessageContaining("lives is missing or null");
  }

  /** Not even as the class that it would fit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"fish\",\"depth\":9007199254740993,\"tank\":null}",
        "{\"kind\":[\"Dog\"],\"bark\":\"w\"}",
        "{\"bark\":1.10}",
        "[{\"kind\":\"Dog\"}]",
        "12.50",
        "true"
      })
  void anUnknownVariantIsKeptAsItCame(String json) {
    Pet pet = pet(json);

    assertThat(pet)
        .isInstanceOfSatisfying(
            Pet.Unknown.class, unknown -> assertThat(unknown.json()).hasToString(json));
    assertThat(gson.toJson(pet)).isEqualTo(json);
    assertThat(gson.toJson(pet, Pet.class)).isEqualTo(json);
  }

  @Test
  void scalarsBesideADiscriminator() {
    assertThat(pet("\"Rex\"")).isEqualTo(new Pet.StringValue("Rex"));
    assertThat(gson.fromJson("\"s\"", Pet.class)).isEqualTo(new Pet.StringValue("s"));
  }

  @Test
  void nullIsNoChoice() {
    assertThat(gson.fromJson("null", Pet.class)).isNull();
    assertThat(gson.fromJson("null", Pet.StringValue.class)).isNull();
    assertThat(gson.toJson(null, Pet.class)).isEqualTo("null");
  }

  // Without.

  @Test
  void theBestFitIsTaken() {
    assertThat(shape("{\"width\": 1, \"radius\": 2}"))
        .isInstanceOfSatisfying(Circle.class, circle -> assertThat(circle.radius).isEqualTo(2));
    assertThat(shape("{\"width\": 1, \"side\": 2}"))
        .isInstanceOfSatisfying(Square.class, square -> assertThat(square.side).isEqualTo(2));
    assertThat(shape("{\"width\": 1, \"side\": 2, \"new\": 3}"))
        .isInstanceOfSatisfying(
            Square.class,
            square -> assertThat(square.additionalProperties).isEqualTo(Map.of("new", 3L)));
  }

  @Test
  void theFirstOfEqualsIsTaken() {
    assertThat(shape("{\"width\": 1}")).isInstanceOf(Circle.class);
    assertThat(shape("{\"width\": 1, \"new\": true}")).isInstanceOf(Circle.class);
  }

  @Test
  void whatCannotBeReadIsAnotherOne() {
    assertThat(shape("{\"width\": 1, \"side\": 2.5}")).isInstanceOf(Circle.class);
    assertThat(shape("{\"width\": 1, \"radius\": \"r\"}")).isInstanceOf(Square.class);
  }

  @Test
  void aValueThatTheEnumDoesNotKnowFitsWorseThanUnknownProperties() {
    assertThat(shape("{\"width\": 1, \"radius\": 1, \"size\": \"s\"}"))
        .isInstanceOfSatisfying(
            Circle.class, circle -> assertThat(circle.size).isEqualTo(Size.SMALL));
    assertThat(shape("{\"width\": 1, \"radius\": 1, \"size\": \"huge\"}"))
        .isInstanceOfSatisfying(Square.class, square -> assertThat(square.size).isEqualTo("huge"));
  }

  @Test
  void choicesOfNumbersListsAndMaps() {
    assertThat(shape("9007199254740993")).isEqualTo(new Shape.LongValue(9007199254740993L));
    assertThat(shape("1.50")).isEqualTo(new Shape.BigDecimalValue(new BigDecimal("1.50")));
    assertThat(shape("false")).isEqualTo(new Shape.BooleanValue(false));
    assertThat(shape("[\"a\", \"b\"]")).isEqualTo(new Shape.StringListValue(List.of("a", "b")));
    assertThat(shape("[{\"width\": 7}]"))
        .isInstanceOfSatisfying(
            Shape.CircleListValue.class,
            list -> assertThat(list.value()).singleElement().returns(7, circle -> circle.width));
  }

  /** Although the document names it first. */
  @Test
  void aMapComesAfterWhatIsMadeForTheValue() {
    assertThat(shape("{\"a\": \"b\"}")).isEqualTo(new Shape.StringMapValue(Map.of("a", "b")));
    assertThat(shape("{\"width\": 1, \"a\": \"b\"}")).isInstanceOf(Circle.class);
  }

  @Test
  void enumsAmongTheChoices() {
    assertThat(shape("\"x,l\"")).isEqualTo(Size.LARGE);
    assertThat(gson.toJson(Size.LARGE, Shape.class)).isEqualTo("\"x,l\"");
    assertThat(shape("\"huge\""))
        .isInstanceOfSatisfying(
            Shape.Unknown.class, huge -> assertThat(huge.json().getAsString()).isEqualTo("huge"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gson.toJson(Size.UNRECOGNIZED, Shape.class))
        .withMessageContaining("Size.UNRECOGNIZED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"b\"}",
        "{\"width\":1,\"radius\":2,\"new\":{\"deep\":null}}",
        "\"s\"",
        "1",
        "1.50",
        "[\"a\"]",
        "[{\"width\":7}]",
        "[1,null]",
        "{\"corners\":[1.10,null]}"
      })
  void whatWasReadIsWrittenBack(String json) {
    assertThat(gson.toJson(shape(json), Shape.class)).isEqualTo(json);
    assertThat(
            gson.toJson(
                Map.of("shape", shape(json)), new TypeToken<Map<String, Shape>>() {}.getType()))
        .isEqualTo("{\"shape\":" + json + "}");
  }

  // A choice among choices.

  @Test
  void whatAChoiceInsideDoesNotKnowHidesNothing() {
    assertThat(thing("{\"width\": 1}")).isInstanceOf(Circle.class);
    assertThat(thing("{\"kind\": \"cat\", \"lives\": 9}")).isInstanceOf(Cat.class);
    assertThat(thing("{\"left\": \"a\"}"))
        .isInstanceOfSatisfying(Leaf.class, leaf -> assertThat(leaf.left).isEqualTo("a"));
    assertThat(thing("{\"left\": \"a\", \"new\": 1}")).isInstanceOf(Leaf.class);
    assertThat(thing("[1, null]"))
        .isInstanceOfSatisfying(
            Thing.Unknown.class, it -> assertThat(it.json()).hasToString("[1,null]"));
  }

  @Test
  void besideADiscriminatorAChoiceInsideIsToldByItsOwn() {
    assertThat(owner("{\"kind\": \"leaf\", \"left\": \"a\"}")).isInstanceOf(Leaf.class);
    assertThat(owner("{\"kind\": \"cat\", \"lives\": 9}")).isInstanceOf(Cat.class);
    assertThat(owner("\"Rex\"")).isEqualTo(new Pet.StringValue("Rex"));
    assertThat(owner("{\"kind\": \"fish\"}")).isInstanceOf(Owner.Unknown.class);
  }

  @Test
  void whatIsUnreadCountsHoweverDeepItIs() {
    assertThat(gson.fromJson("{\"leaf\": {\"right\": \"a\"}}", Deep.class))
        .isInstanceOf(Right.class);
    assertThat(gson.fromJson("{\"leaf\": {\"left\": \"a\"}}", Deep.class)).isInstanceOf(Left.class);
    assertThat(gson.fromJson("[{\"right\": \"a\"}]", Deep.class))
        .isInstanceOf(Deep.OtherListValue.class);
  }

  private Thing thing(String json) {
    return gson.fromJson(json, Thing.class);
  }

  private Owner owner(String json) {
    return gson.fromJson(json, Owner.class);
  }

  @Test
  void otherRecordsAreObjects() {
    Profile.Pair pair = new Profile.Pair("a", "b");

    assertThat(gson.toJson(pair)).isEqualTo("{\"left\":\"a\",\"right\":\"b\"}");
    assertThat(gson.fromJson("{\"right\":\"b\",\"left\":\"a\"}", Profile.Pair.class))
        .isEqualTo(pair);
  }
}
