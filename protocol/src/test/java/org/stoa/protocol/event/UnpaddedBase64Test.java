package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpaddedBase64Test {

    @ParameterizedTest
    @CsvSource({
        "'',''",
        "f,Zg",
        "fo,Zm8",
        "foo,Zm9v",
        "foob,Zm9vYg",
        "fooba,Zm9vYmE",
        "foobar,Zm9vYmFy"
    })
    void encode_ofTheExamplesOfTheSpecification_isAsItSays(String text, String base64) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(UnpaddedBase64.encode(bytes)).isEqualTo(base64);
        assertThat(UnpaddedBase64.tryDecode(base64).orElseThrow()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zg==", "Zg"})
    void tryDecode_withOrWithoutPadding_isTheSame(String base64) {
        assertThat(UnpaddedBase64.tryDecode(base64).orElseThrow()).containsExactly('f');
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "Z!", "Zg=", "Z g", "-_-_", "Zg\n"})
    void tryDecode_ofAnotherText_isNone(String text) {
        assertThat(UnpaddedBase64.tryDecode(text)).isEmpty();
    }
}
