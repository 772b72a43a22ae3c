package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSchemaTest {
  private static final String CLOSED =
      "{'type':'object','properties':{'a':%s},'required':['a'],'additionalProperties':false}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'string'}",
        "{'type':['string','null'],'description':'x','title':'y'}",
        "{'type':'string','enum':['a','b']}",
        "{'type':'integer','minimum':1,'maximum':5}",
        "{'type':'array','items':{'type':'boolean'}}",
        "{'anyOf':[{'type':'number'},{'type':'null'}]}",
        "{'type':'object','properties':{},'required':[],'additionalProperties':false}",
        "{'type':'object','properties':{'b':{'type':'null'}},'required':['b'],"
            + "'additionalProperties':false}"
      })
  void schemaOfClosedObjectsIsTaken(String inner) {
    assertThat(isTaken(CLOSED.formatted(inner))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "true",
        "{'description':'any'}",
        "{'type':'object'}",
        "{'type':'object','properties':{'b':{'type':'null'}},'required':['b']}",
        "{'type':'object','properties':{'b':{'type':'null'}},'required':['b'],"
            + "'additionalProperties':true}",
        "{'type':'object','properties':{'b':{'type':'null'}},'required':['b'],"
            + "'additionalProperties':{'type':'null'}}",
        "{'type':'object','properties':{'b':{'type':'null'}},'required':[],"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{},'required':['b'],'additionalProperties':false}",
        "{'type':['object','null'],'properties':{}}",
        "{'type':'array'}",
        "{'type':'array','items':{'type':'object'}}",
        "{'anyOf':[{'type':'object'},{'type':'null'}]}",
        "{'type':'string','minLength':1}",
        "{'type':'string','format':'uri'}",
        "{'type':'string','default':'a'}",
        "{'oneOf':[{'type':'string'}]}",
        "{'$ref':'#/$defs/a'}"
      })
  void anythingElseIsNot(String inner) {
    assertThat(isTaken(CLOSED.formatted(inner))).isFalse();
  }

  @Test
  void rootIsOneObject() {
    String inner = CLOSED.formatted("{'type':'string'}");

    assertThat(isTaken("{'type':'array','items':" + inner + "}")).isFalse();
    assertThat(isTaken("{'anyOf':[" + inner + "]}")).isFalse();
    assertThat(isTaken("{'type':['object'],'properties':{},'additionalProperties':false}"))
        .isFalse();
  }

  @Test
  void tenLevelsAreTaken() {
    String ten = "{'type':'string'}";
    for (int level = 1; level < 10; level++) {
      ten = CLOSED.formatted(ten);
    }

    assertThat(isTaken(ten)).isTrue();
    assertThat(isTaken(CLOSED.formatted(ten))).isFalse();
  }

  private static boolean isTaken(String schema) {
    try {
      return StrictSchema.isTaken(Json.parse(schema.replace('\'', '"')));
    } catch (JsonTrouble e) {
      throw new AssertionError(e);
    }
  }
}
