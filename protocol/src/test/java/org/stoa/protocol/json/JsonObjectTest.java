package org.stoa.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @Test
    void accessors_ofMembersOfTheirType_returnThem() {
        JsonObject object =
                JsonObject.of(
                        "s", "text", "i", 7, "b", true, "o", Map.of("k", 1L), "a", List.of("x"));

        assertThat(object.string("s")).contains("text");
        assertThat(object.integer("i")).hasValue(7);
        assertThat(object.bool("b")).contains(true);
        assertThat(object.object("o")).contains(JsonObject.of("k", 1));
        assertThat(object.array("a")).contains(JsonArray.of(new JsonString("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "null", "fraction"})
    void accessors_ofAbsentAndOtherMembers_areEmpty(String name) {
        JsonObject object = Json.parseObject("{\"null\":null,\"fraction\":1.0}");

        assertThat(object.string(name)).isEmpty();
        assertThat(object.integer(name)).isEmpty();
        assertThat(object.bool(name)).isEmpty();
        assertThat(object.object(name)).isEmpty();
        assertThat(object.array(name)).isEmpty();
    }

    @Test
    void has_ofANullMember_isTrue() {
        JsonObject object = Json.parseObject("{\"a\":null}");

        assertThat(object.has("a")).isTrue();
        assertThat(object.get("a")).isEqualTo(JsonNull.NULL);
        assertThat(object.get("b")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 15, 16, 17, 40})
    void objectOfAnySize_findsItsMembersAndNoOthers(int size) {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < size; i++) {
            builder.put("name" + i, i);
        }

        JsonObject object = builder.build();

        for (int i = 0; i < size; i++) {
            assertThat(object.integer("name" + i)).hasValue(i);
        }
        assertThat(object.has("name" + size)).isFalse();
        assertThat(object.names()).hasSize(size).contains("name0").doesNotContain("name" + size);
        assertThat(Json.parse(object.toBytes())).isEqualTo(object);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17})
    void with_andWithout_leaveTheOriginalAlone(int size) {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < size; i++) {
            builder.put("name" + i, i);
        }
        JsonObject object = builder.build();
        String before = object.toString();

        assertThat(object.with("name0", JsonNull.NULL).get("name0")).isEqualTo(JsonNull.NULL);
        assertThat(object.with("more", JsonNull.NULL).size()).isEqualTo(size + 1);
        assertThat(object.with("more", JsonNull.NULL).without("more")).isEqualTo(object);
        assertThat(object.without("name0").has("name0")).isFalse();
        assertThat(object.without("absent")).isSameAs(object);
        assertThat(object).hasToString(before);
    }

    @Test
    void builder_ofTheSameNameTwice_keepsThePlaceOfTheFirst() {
        JsonObject object =
                JsonObject.builder().put("a", 1).put("b", 2).put("a", 3).remove("c").build();

        assertThat(object).hasToString("{\"a\":3,\"b\":2}");
    }

    @Test
    void builder_ofOptionals_putsThoseThatArePresent() {
        JsonObject object =
                JsonObject.builder()
                        .putIfPresent("a", Optional.of("x"))
                        .putIfPresent("b", Optional.empty())
                        .putIfPresent("c", OptionalLong.of(5))
                        .putIfPresent("d", OptionalLong.empty())
                        .build();

        assertThat(object).hasToString("{\"a\":\"x\",\"c\":5}");
    }

    @Test
    void equality_doesNotDependOnOrder() {
        JsonObject one = Json.parseObject("{\"a\":1,\"b\":[1,{}]}");
        JsonObject other = Json.parseObject("{\"b\":[1,{}],\"a\":1}");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(Json.parseObject("{\"a\":1,\"b\":[{},1]}"));
        assertThat(one).isNotEqualTo(Json.parseObject("{\"a\":1.0,\"b\":[1,{}]}"));
        assertThat(one).isNotEqualTo(Json.parseObject("{\"a\":1}"));
    }

    @Test
    void iterator_yieldsMembersInOrderAndCannotRemove() {
        Iterator<Map.Entry<String, Json>> members =
                Json.parseObject("{\"z\":1,\"a\":2}").iterator();

        assertThat(members.next()).isEqualTo(Map.entry("z", JsonNumber.of(1)));
        assertThat(members.next()).isEqualTo(Map.entry("a", JsonNumber.of(2)));
        assertThat(members).isExhausted();
        assertThatThrownBy(members::remove).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void of_anUnknownType_isRefused() {
        assertThatThrownBy(() -> JsonObject.of("a", 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No JSON value for java.lang.Double");
    }

    @Test
    void arrayStrings_withOtherElements_leavesThemOut() {
        JsonArray array = (JsonArray) Json.parse("[\"a\",1,{},\"b\"]");

        assertThat(array.strings()).containsExactly("a", "b");
        assertThat(array.objects()).containsExactly(JsonObject.EMPTY);
        assertThat(array.isAllStrings()).isFalse();
        assertThat(JsonArray.ofStrings(List.of("a")).isAllStrings()).isTrue();
    }

    @Test
    void toBytes_ofALoneSurrogate_isRefused() {
        assertThatThrownBy(() -> new JsonString("\ud800").toBytes())
                .isInstanceOf(JsonException.class);
    }
}
