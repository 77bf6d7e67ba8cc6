package org.stoa.protocol.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Generates JSON that canonical JSON can express, with a liking for what goes wrong: control characters, names that
/// differ only beyond the basic plane, numbers at the limits.
public final class RandomJson {

    private static final int[] AWKWARD = {
        0, 1, 8, 9, 10, 12, 13, 0x1F, '"', '\\', '/', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000,
        0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF
    };

    private RandomJson() {}

    /// Returns a value nested at most so deep.
    public static Json value(Random random, int depth) {
        int kinds = depth == 0 ? 4 : 6;
        return switch (random.nextInt(kinds)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNumber.of(number(random));
            case 3 -> new JsonString(text(random));
            case 4 -> array(random, depth);
            default -> object(random, random.nextInt(8), depth);
        };
    }

    /// Returns an object of about so many members.
    public static JsonObject object(Random random, int size, int depth) {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < size; i++) {
            builder.put(text(random), value(random, depth - 1));
        }
        return builder.build();
    }

    /// Returns a string of up to eight characters, sometimes of up to 60, most of them plain.
    public static String text(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(6) == 0) {
            text.append(
                    "plain text? yes: 0123456789 and more of it 0123456789", 0, random.nextInt(53));
        }
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    random.nextInt(3) == 0
                            ? AWKWARD[random.nextInt(AWKWARD.length)]
                            : 'a' + random.nextInt(26));
        }
        return text.toString();
    }

    /// Returns the value with the members of each object in another order.
    public static Json shuffled(Json value, Random random) {
        return switch (value) {
            case JsonObject object -> shuffledObject(object, random);
            case JsonArray array ->
                    JsonArray.of(array.stream().map(element -> shuffled(element, random)).toList());
            default -> value;
        };
    }

    private static JsonObject shuffledObject(JsonObject object, Random random) {
        List<Map.Entry<String, Json>> members = new ArrayList<>();
        object.iterator().forEachRemaining(members::add);
        Collections.shuffle(members, random);
        JsonObject.Builder builder = JsonObject.builder();
        members.forEach(m -> builder.put(m.getKey(), shuffled(m.getValue(), random)));
        return builder.build();
    }

    private static JsonArray array(Random random, int depth) {
        JsonArray.Builder builder = JsonArray.builder();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            builder.add(value(random, depth - 1));
        }
        return builder.build();
    }

    private static long number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(200) - 100;
            case 1 -> CanonicalJson.MAX_INTEGER - random.nextInt(2);
            case 2 -> -CanonicalJson.MAX_INTEGER + random.nextInt(2);
            default -> random.nextLong() % (CanonicalJson.MAX_INTEGER + 1);
        };
    }
}
