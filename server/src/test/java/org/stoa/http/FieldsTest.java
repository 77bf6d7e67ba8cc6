package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;

final class FieldsTest {
    private final Fields fields =
            Fields.of(
                    Json.parseObject(
                            """
                            {"text": "a", "number": 5, "fraction": 1.5, "yes": true, "nothing": null,
                             "inner": {"deep": 1}, "names": ["x", "y"], "mixed": ["x", 1], "many": [{"a": "b"}]}
                            """));

    @Test
    void members_ofTheRightType_areRead() {
        assertThat(fields.requiredString("text")).isEqualTo("a");
        assertThat(fields.requiredInteger("number")).isEqualTo(5);
        assertThat(fields.bool("yes", false)).isTrue();
        assertThat(fields.requiredObject("inner").requiredInteger("deep")).isEqualTo(1);
        assertThat(fields.strings("names")).isEqualTo(List.of("x", "y"));
        assertThat(fields.objects("many").getFirst().requiredString("a")).isEqualTo("b");
        assertThat(fields.requiredArray("mixed").size()).isEqualTo(2);
    }

    @Test
    void members_thatAreAbsentOrNull_areEmpty() {
        for (String name : List.of("absent", "nothing")) {
            assertThat(fields.string(name)).isEmpty();
            assertThat(fields.integer(name)).isEqualTo(OptionalLong.empty());
            assertThat(fields.bool(name)).isEmpty();
            assertThat(fields.object(name)).isEmpty();
            assertThat(fields.array(name)).isEmpty();
            assertThat(fields.strings(name)).isEmpty();
            assertThat(refusal(() -> fields.requiredString(name)).code())
                    .isEqualTo(ErrorCode.MISSING_PARAM);
        }
    }

    @Test
    void members_ofAnotherType_areBadJson() {
        assertThat(refusal(() -> fields.string("number")).code()).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(refusal(() -> fields.integer("fraction")).code()).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(refusal(() -> fields.integer("text")).code()).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(refusal(() -> fields.bool("text")).code()).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(refusal(() -> fields.object("names")).code()).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(refusal(() -> fields.strings("mixed")).code()).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(refusal(() -> fields.objects("names")).code()).isEqualTo(ErrorCode.BAD_JSON);
    }

    @Test
    void messages_nameTheWholePath() {
        Fields inner = fields.requiredObject("inner");

        assertThat(refusal(() -> inner.requiredString("deep")))
                .hasMessage("'inner.deep' must be a string");
        assertThat(refusal(() -> inner.requiredString("other")))
                .hasMessage("'inner.other' is missing");
        assertThat(inner.invalid("deep", "more than 2"))
                .hasMessage("'inner.deep' must be more than 2");
    }

    private static MatrixException refusal(ThrowingCallable call) {
        return catchThrowableOfType(MatrixException.class, call);
    }
}
