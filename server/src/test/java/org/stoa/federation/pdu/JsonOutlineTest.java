package org.stoa.federation.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonException;

final class JsonOutlineTest {

    /// What is found, as text.
    private static List<String> outline(byte[] text, InputStream in) throws IOException {
        List<String> found = new ArrayList<>();
        JsonOutline.read(
                in,
                Set.of("state", "chain"),
                new JsonOutline.Parts() {
                    @Override
                    public void member(String name, long from, long to) {
                        found.add(name + "=" + part(from, to));
                    }

                    @Override
                    public void element(String array, long from, long to) {
                        found.add(array + ":" + part(from, to));
                    }

                    private String part(long from, long to) {
                        byte[] bytes = Arrays.copyOfRange(text, (int) from, (int) to);
                        return new String(bytes, StandardCharsets.UTF_8);
                    }
                });
        return found;
    }

    private static List<String> outline(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return outline(bytes, new ByteArrayInputStream(bytes));
    }

    @Test
    void members_andElementsOfArrays_areFound() throws IOException {
        assertThat(outline(" { \"a\" : 1 , \"state\":[ {\"x\":[1,2]} ,\"y]\"], \"b\":[3]} "))
                .containsExactly(
                        "a=1",
                        "state:{\"x\":[1,2]}",
                        "state:\"y]\"",
                        "state=[ {\"x\":[1,2]} ,\"y]\"]",
                        "b=[3]");
        assertThat(outline("{}")).isEmpty();
        assertThat(outline("{\"state\":[]}")).containsExactly("state=[]");
        assertThat(outline("{\"state\":{\"chain\":[1]}}")).containsExactly("state={\"chain\":[1]}");
    }

    @Test
    void names_andStrings_mayHoldWhatLooksLikeStructure() throws IOException {
        assertThat(outline("{\"st\\u0061te\":[\"\\\\\",\"\\\"]\",\"\u00e4\"],\"q\\\"\":\"}\"}"))
                .containsExactly(
                        "state:\"\\\\\"",
                        "state:\"\\\"]\"",
                        "state:\"\u00e4\"",
                        "state=[\"\\\\\",\"\\\"]\",\"\u00e4\"]",
                        "q\"=\"}\"");
    }

    @Test
    void answer_ofTheOldestEndpoints_isReadAsItsObject() throws IOException {
        assertThat(outline("[200, {\"chain\":[7]}]")).containsExactly("chain:7", "chain=[7]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "[]",
                "[{}]",
                "[200,{}",
                "[200,{},1]",
                "{",
                "{}x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 2}",
                "{\"a\":\"x}",
                "{\"a\":\"x\\",
                "{\"a\":[1}",
                "{\"state\":[1,]}",
                "{\"state\":[,1]}",
                "{\"state\":[1 2]}",
                "{\"state\":[{}",
                "{\"a\":1,\"a\":2}",
                "{a:1}"
            })
    void text_thatIsNoObject_isRefused(String text) {
        assertThatThrownBy(() -> outline(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void text_thatComesInSmallPieces_isFoundAtTheSamePlaces() throws IOException {
        StringBuilder text = new StringBuilder("{\"state\":[");
        Random random = new Random(7);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String element = "{\"n\":\"" + "x".repeat(random.nextInt(100)) + i + "\"}";
            expected.add("state:" + element);
            text.append(i == 0 ? "" : ",").append(element);
        }
        byte[] bytes = text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        InputStream slow =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        return super.read(into, offset, Math.min(length, 1 + random.nextInt(999)));
                    }
                };

        List<String> found = outline(bytes, slow);

        assertThat(found.subList(0, expected.size())).isEqualTo(expected);
    }
}
