package org.stoa.protocol.json;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Builds trees from the tokens of Jackson, and refuses what Jackson lets pass.
final class JsonReader {

    private static final int INITIAL_MEMBERS = 32;

    /// Lengths are bounded by who reads the bytes; a number needs no more digits than this to be refused later.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Json.MAX_DEPTH)
                                    .maxNumberLength(1000)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final JsonParser parser;
    private final boolean mayHoldSurrogates;

    /// Members of all objects and elements of all arrays that are not complete yet, the innermost last.
    private String[] names = new String[INITIAL_MEMBERS];

    private Json[] values = new Json[INITIAL_MEMBERS];
    private int depth;
    private long valuesLeft;

    private JsonReader(JsonParser parser, boolean mayHoldSurrogates, long maxValues) {
        this.parser = parser;
        this.valuesLeft = maxValues;
        this.mayHoldSurrogates = mayHoldSurrogates;
    }

    static Json read(byte[] utf8, long maxValues) {
        boolean escapes = Utf8.checkForEscapes(utf8);
        if (utf8.length > 0 && utf8[0] == (byte) 0xEF) {
            throw notJson("Expected JSON, found a byte order mark");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw notJson("Expected JSON, found nothing");
            }
            Json value = new JsonReader(parser, escapes, maxValues).value(first);
            if (parser.nextToken() != null) {
                throw notJson("Expected one JSON value, found more after it");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new JsonException(
                    JsonException.Kind.BAD_JSON, "The JSON is nested too deeply or too large", e);
        } catch (JacksonException e) {
            throw new JsonException(
                    JsonException.Kind.NOT_JSON,
                    "Malformed JSON at byte " + e.getLocation().getByteOffset(),
                    e);
        }
    }

    private Json value(JsonToken token) {
        if (--valuesLeft < 0) {
            throw new JsonException(JsonException.Kind.BAD_JSON, "The JSON has too many values");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new JsonString(checked(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNumber.ofSpelling(parser.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw notJson("Malformed JSON");
        };
    }

    private JsonObject object() {
        int start = depth;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            int at = push();
            names[at] = checked(name);
            // Not in one statement: reading the value may replace the array by a larger one.
            Json value = value(parser.nextToken());
            values[at] = value;
        }
        JsonObject object =
                JsonObject.wrapChecked(
                        Arrays.copyOfRange(names, start, depth),
                        Arrays.copyOfRange(values, start, depth));
        depth = start;
        return object;
    }

    private JsonArray array() {
        int start = depth;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            int at = push();
            Json value = value(token);
            values[at] = value;
        }
        JsonArray array = JsonArray.of(Arrays.copyOfRange(values, start, depth));
        depth = start;
        return array;
    }

    /// Makes room for one more member or element of the innermost value that is being read.
    private int push() {
        if (depth == values.length) {
            names = Arrays.copyOf(names, depth * 2);
            values = Arrays.copyOf(values, depth * 2);
        }
        return depth++;
    }

    private String checked(String text) {
        if (mayHoldSurrogates) {
            requireNoLoneSurrogate(text);
        }
        return text;
    }

    private static void requireNoLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && isLone(text, i)) {
                throw new JsonException(
                        JsonException.Kind.BAD_JSON, "A string holds a lone surrogate");
            }
        }
    }

    private static boolean isLone(String text, int surrogate) {
        return Character.isHighSurrogate(text.charAt(surrogate))
                ? surrogate + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(surrogate + 1))
                : surrogate == 0 || !Character.isHighSurrogate(text.charAt(surrogate - 1));
    }

    private static JsonException notJson(String message) {
        return new JsonException(JsonException.Kind.NOT_JSON, message);
    }
}
