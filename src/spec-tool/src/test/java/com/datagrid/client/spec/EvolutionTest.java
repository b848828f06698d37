package com.datagrid.client.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One change each, and all that the report says of it. */
class EvolutionTest {

  private String before = "";

  @BeforeEach
  void document() throws IOException {
    before = Project.resource("zoo.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          required: [id, kind]                     | required: [id, kind, name]               | compatible  Animal.getName is never null now
          required: [id, kind]                     | required: [id]                           | breaking    Animal.getKind may be null now
          kind: {$ref: '#/components/schemas/Kind'}+        name: | kind: {nullable: true, allOf: [{$ref: '#/components/schemas/Kind'}]}+        name: | breaking    Animal.getKind may be null now
          required: [name]                         | required: [name, note]                   | breaking    AnimalInput.getNote must be set in requests now
          enum: [cat, dog]                         | enum: [cat, dog, ape]                    | compatible  Kind has a new value 'ape'
          enum: [cat, dog]                         | enum: [cat]                              | breaking    Kind has no value 'dog' any more
          enum: [good, bad]                        | enum: [good, bad, so-so]                 | compatible  UpdateAnimalRequest.MoodEnum has a new value 'so-so'
          state: {type: string, enum: [fed, hungry]} | state: {type: string, enum: [fed, hungry, dead]} | compatible  Animal.StateEnum has a new value 'dead'
          name: state, in: query, schema: {type: string, enum: [fed, hungry]} | name: state, in: query, schema: {type: string, enum: [fed]} | breaking    AnimalsApi.listAnimals takes state with enum [fed] now
          legs: {type: integer, format: int32}     | legs: {type: integer, format: int64}     | breaking    Animal.getLegs returns Long instead of Integer
          total: {type: integer, format: int32}    | total: {type: number}                    | breaking    ListAnimalsResponseMeta.getTotal returns BigDecimal instead of Integer
          tags: {type: array,                      | tags: {type: array, uniqueItems: true,   | breaking    Animal.getTags returns Set<String> instead of List<String>
          id: {type: string}                       | id: {type: string, format: uuid}         | breaking    Animal.getId returns UUID instead of String
          format: date-time                        | format: date                             | breaking    Animal.getBornAt returns LocalDate instead of OffsetDateTime
          note: {type: string}                     | note: {type: string, maxLength: 10}      | breaking    AnimalInput.getNote must have maxLength 10 in requests now
          name: {type: string}+        born_at     | name: {type: string, deprecated: true}+        born_at | compatible  Animal.getName is deprecated
          operationId: Animal.createAnimal         | deprecated: true+      operationId: Animal.createAnimal | compatible  AnimalsApi.createAnimal is deprecated
          operationId: Animal.createAnimal         | security: [{Other: []}]+      operationId: Animal.createAnimal | breaking    AnimalsApi.createAnimal is no longer fully supported: it asks for the key X-Key in the header, and gets a bearer token
          operationId: Animal.createAnimal         | servers: [{url: https://x.example}]+      operationId: Animal.createAnimal | breaking    AnimalsApi.createAnimal is no longer fully supported: its server is https://x.example, which is not the client's base URL
          zoo.example/v1                           | zoo.example/v2                           | breaking    DatagridClient.Builder.baseUrl should be https://zoo.example/v2 by default, not https://zoo.example/v1
          tags: [Photos]                           | tags: [Images]                           | breaking    PhotosApi.uploadPhoto is now ImagesApi.uploadPhoto
          application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}+  /animals/ | application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Animal'}}}}}+  /animals/ | breaking    AnimalsApi.createAnimal returns List<Animal> instead of Animal
          'properties: {image: '                   | 'properties: {alt: {type: string}, image: ' | breaking    PhotosApi.uploadPhoto takes (MultipartBody.Part image, @Nullable String alt, @Nullable String caption) instead of (MultipartBody.Part image, @Nullable String caption)
          ', caption: {type: string}'              | ''                                       | breaking    PhotosApi.uploadPhoto takes (MultipartBody.Part image) instead of (MultipartBody.Part image, @Nullable String caption)
          'note: {type: string}'                   | 'note: {type: string}+        color: {type: string}' | compatible  AnimalInput.getColor is new
          """)
  void oneChange(String from, String to, String change) {
    assertThat(changes(from, to)).containsExactly(change);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          animal_id                                | id                                       | the name of what is in the path
          schema: {type: integer, format: int32}   | schema: {type: integer, format: int32, default: 20} | a default, which is not sent
          name: state, in: query, schema: {type: string, enum: [fed, hungry]} | name: state, in: query, schema: {type: string} | an enum that becomes a text
          required: true+        content:+          application/json: | content:+          application/json: | a body that becomes optional
          title: A change                          | title: Animal                            | a title, after which nothing is named
          operationId: Animal.createAnimal         | operationId: Zoo.createAnimal            | the first part of an id
          tags: [Photos]                           | tags: [Photos, Images]                   | one more interface
          kinds, in: query,                        | 'kinds, in: header,'                     | where an argument is written
          """)
  void nothingForJava(String from, String to, String what) {
    assertThat(changes(from, to)).as(what).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          labels: {type: object, properties: {a: {type: string}}} | labels: {type: object, additionalProperties: {type: string}} | breaking    Animal.getLabels returns Map<String, String> instead of AnimalLabels | breaking    AnimalLabels is gone
          labels: {type: object, properties: {a: {type: string}}} | labels: {$ref: '#/components/schemas/AnimalInput'} | breaking    Animal.getLabels returns AnimalInput instead of AnimalLabels | breaking    AnimalLabels is gone
          name: {type: string}+        born_at     | name: {oneOf: [{type: string}, {type: boolean}]}+        born_at | breaking    Animal.getName returns AnimalName instead of String | compatible  AnimalName is new
          """)
  void twoChanges(String from, String to, String one, String other) {
    assertThat(changes(from, to)).containsExactly(one, other);
  }

  private List<String> changes(String from, String to) {
    String after = before.replace(lines(from), lines(to));
    assertThat(after).isNotEqualTo(before);
    Pins none = new Pins(Map.of());
    return Comparison.changes(Version.of("before", before, none), Version.of("after", after, none))
        .stream()
        .map(Change::toString)
        .toList();
  }

  private static String lines(String text) {
    return text.replace("+ ", "\n ");
  }
}
