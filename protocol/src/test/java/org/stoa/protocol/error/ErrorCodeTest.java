package org.stoa.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNumber;

class ErrorCodeTest {

    @ParameterizedTest
    @CsvSource({
        "M_FORBIDDEN, 403",
        "M_UNKNOWN_TOKEN, 401",
        "M_MISSING_TOKEN, 401",
        "M_BAD_JSON, 400",
        "M_NOT_JSON, 400",
        "M_NOT_FOUND, 404",
        "M_LIMIT_EXCEEDED, 429",
        "M_UNRECOGNIZED, 404",
        "M_UNKNOWN, 500",
        "M_USER_LOCKED, 401",
        "M_USER_SUSPENDED, 403",
        "M_TOO_LARGE, 413",
        "M_NOT_YET_UPLOADED, 504",
        "M_CANNOT_OVERWRITE_MEDIA, 409",
        "M_BAD_STATUS, 502"
    })
    void of_aCode_hasTheStatusOfTheSpecification(String code, int status) {
        ErrorCode found = ErrorCode.of(code).orElseThrow();

        assertThat(found.code()).isEqualTo(code);
        assertThat(found.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void of_theCodeOfAConstant_isTheConstant(ErrorCode code) {
        assertThat(ErrorCode.of(code.code())).contains(code);
    }

    @Test
    void of_anotherText_isEmpty() {
        assertThat(ErrorCode.of("M_NO_SUCH_CODE")).isEmpty();
        assertThat(ErrorCode.of("FORBIDDEN")).isEmpty();
    }

    @Test
    void exception_withStatusAndMember_answersWithThem() {
        MatrixException thrown =
                MatrixException.of(ErrorCode.LIMIT_EXCEEDED, "Too many requests")
                        .with("retry_after_ms", JsonNumber.of(2000))
                        .withStatus(400);

        assertThat(thrown.status()).isEqualTo(400);
        assertThat(thrown.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(thrown.toJson())
                .isEqualTo(
                        Json.parse(
                                "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too many requests\","
                                        + "\"retry_after_ms\":2000}"));
    }
}
