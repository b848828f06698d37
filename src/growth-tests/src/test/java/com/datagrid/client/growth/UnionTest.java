package com.datagrid.client.growth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datagrid.client.InvalidResponseException;
import com.datagrid.client.api.ZooApi;
import com.datagrid.client.model.Banner;
import com.datagrid.client.model.Bike;
import com.datagrid.client.model.Car;
import com.datagrid.client.model.Cat;
import com.datagrid.client.model.Circle;
import com.datagrid.client.model.Dog;
import com.datagrid.client.model.Pet;
import com.datagrid.client.model.Shape;
import com.datagrid.client.model.Shapes;
import com.datagrid.client.model.ShapesAnything;
import com.datagrid.client.model.ShapesSize;
import com.datagrid.client.model.ShapesTextOrList;
import com.datagrid.client.model.Size;
import com.datagrid.client.model.Square;
import com.datagrid.client.model.Vehicle;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Choices, read and sent. */
class UnionTest {

  @RegisterExtension private final Server server = new Server();

  /** What comes of a response, and what is sent if one sends that. */
  private Shapes exchange(String json) throws Exception {
    server.respond(200, json);
    server.respond(200, json);
    ZooApi api = server.client().api(ZooApi.class);

    Shapes shapes = server.client().execute(api.exchangeShapes(new Shapes())).body();
    server.client().executeAsync(api.exchangeShapes(shapes)).join();

    server.request();
    assertThat(JsonParser.parseString(Server.body(server.request())))
        .isEqualTo(JsonParser.parseString(json));
    return shapes;
  }

  @Test
  void theDiscriminatorSaysTheClass() throws Exception {
    Shapes shapes =
        exchange(
            """
            {"pet": {"kind": "cat", "lives": 9, "mood": null},
             "pets": [{"kind": "puppy", "bark": "w"}, {"kind": "Dog"}]}
            """);

    assertThat(shapes.getPet()).isInstanceOf(Cat.class);
    assertThat(((Cat) requireNonNull(shapes.getPet())).getLives()).isEqualTo(9L);
    assertThat(shapes.getPets())
        .containsExactly(new Dog().kind("puppy").bark("w"), new Dog().kind("Dog"));
  }

  @Test
  void soItDoesInAHierarchy() throws Exception {
    Shapes shapes = exchange("{\"vehicle\": {\"type\": \"Car\", \"wheels\": 4, \"doors\": 5}}");
    assertThat(shapes.getVehicle()).isEqualTo(new Car().type("Car").wheels(4).doors(5L));

    assertThat(exchange("{\"vehicle\": {\"type\": \"Bike\", \"bell\": true}}").getVehicle())
        .isEqualTo(new Bike().type("Bike").bell(true));
  }

  @Test
  void anUnknownVariantIsKeptAsItCame() throws Exception {
    Shapes shapes =
        exchange(
            """
            {"pet": {"kind": "fish", "depth": 9007199254740993, "tank": null},
             "vehicle": {"type": "Boat"}, "shape": {"corners": [1.10]}, "text_or_list": 1.5}
            """);

    assertThat(shapes.getPet())
        .isInstanceOfSatisfying(
            Pet.Unknown.class,
            fish ->
                assertThat(fish.json())
                    .hasToString("{\"kind\":\"fish\",\"depth\":9007199254740993,\"tank\":null}"));
    assertThat(shapes.getVehicle()).isInstanceOf(Vehicle.Unknown.class);
    assertThat(shapes.getShape()).isInstanceOf(Shape.Unknown.class);
    assertThat(shapes.getTextOrList()).isInstanceOf(ShapesTextOrList.Unknown.class);
  }

  @Test
  void aVariantThatIsNotAsItsClassHasItNamesTheProperty() {
    server.respond(200, "{\"pets\": [{\"kind\": \"cat\"}]}");

    assertThatExceptionOfType(InvalidResponseException.class)
        .isThrownBy(
            () ->
                server
                    .client()
                    .execute(server.client().api(ZooApi.class).exchangeShapes(new Shapes())))
        .withMessageContaining("$.pets[0]")
        .withMessageContaining("lives is missing");
  }

  @Test
  void withoutADiscriminatorTheBestFitIsTaken() throws Exception {
    assertThat(exchange("{\"shape\": {\"size\": 1, \"radius\": 2}}").getShape())
        .isEqualTo(new Circle().size(BigDecimal.ONE).radius(new BigDecimal(2)));
    assertThat(exchange("{\"shape\": {\"size\": 1, \"side\": 2}}").getShape())
        .isEqualTo(new Square().size(BigDecimal.ONE).side(2L));
    assertThat(exchange("{\"shape\": {\"size\": 1, \"type\": \"banner\"}}").getShape())
        .isEqualTo(new Banner().size(BigDecimal.ONE).type(Banner.TypeEnum.BANNER));
    assertThat(exchange("{\"shape\": {\"size\": 1, \"side\": 2.5}}").getShape())
        .isInstanceOf(Circle.class);
    assertThat(exchange("{\"by_name\": {\"a\": {\"size\": 1}}}").getByName())
        .isEqualTo(Map.of("a", new Circle().size(BigDecimal.ONE)));
  }

  @Test
  void choicesOfTextsListsAndNumbers() throws Exception {
    assertThat(exchange("{\"text_or_list\": \"a\"}").getTextOrList())
        .isEqualTo(new ShapesTextOrList.StringValue("a"));
    assertThat(exchange("{\"text_or_list\": [\"a\", \"b\"]}").getTextOrList())
        .isEqualTo(new ShapesTextOrList.StringListValue(List.of("a", "b")));
    assertThat(exchange("{\"anything\": 9007199254740993}").getAnything())
        .isEqualTo(new ShapesAnything.LongValue(9007199254740993L));
    assertThat(exchange("{\"anything\": true}").getAnything())
        .isEqualTo(new ShapesAnything.BooleanValue(true));
    assertThat(exchange("{\"anything\": \"2026-01-02T03:04:05Z\"}").getAnything())
        .isEqualTo(
            new ShapesAnything.OffsetDateTimeValue(OffsetDateTime.parse("2026-01-02T03:04:05Z")));
    assertThat(exchange("{\"anything\": [{\"size\": 1}]}").getAnything())
        .isEqualTo(new ShapesAnything.CircleListValue(List.of(new Circle().size(BigDecimal.ONE))));
    assertThat(exchange("{\"anything\": {\"a\": \"b\"}}").getAnything())
        .isEqualTo(new ShapesAnything.StringMapValue(Map.of("a", "b")));
    assertThat(exchange("{\"anything\": \"tomorrow\"}").getAnything())
        .isInstanceOf(ShapesAnything.Unknown.class);
  }

  @Test
  void enumsAmongTheChoices() throws Exception {
    assertThat(exchange("{\"size\": \"m\"}").getSize()).isEqualTo(Size.M);
    assertThat(exchange("{\"size\": 42.5}").getSize())
        .isEqualTo(new ShapesSize.BigDecimalValue(new BigDecimal("42.5")));
    assertThat(exchange("{\"size\": \"xl\"}").getSize()).isInstanceOf(ShapesSize.Unknown.class);
  }

  /** The constant for unknown values has that name already. */
  @Test
  void anEnumMayHaveAValueUnrecognized() throws Exception {
    assertThat(exchange("{\"size\": \"UNRECOGNIZED\"}").getSize()).isEqualTo(Size.UNRECOGNIZED2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "huge"})
  void anOpenEnumIsAText(String model) throws Exception {
    assertThat(exchange("{\"model\": \"" + model + "\"}").getModel()).isEqualTo(model);
  }
}
