package org.stoa.protocol.json;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A JSON object whose members keep their order.
///
/// Most objects of Matrix have a handful of members, which are found fastest by looking through an array; larger ones
/// carry an index. (A `HashMap`, because its buckets stay fast when somebody chooses names with equal hash codes.)
public final class JsonObject implements Json, Iterable<Map.Entry<String, Json>> {

    /// The object without members.
    public static final JsonObject EMPTY = new JsonObject(new String[0], new Json[0]);

    private static final int INDEXED_FROM = 16;

    final String[] names;
    final Json[] values;
    private final @Nullable Map<String, Integer> index;

    private JsonObject(String[] names, Json[] values) {
        this(names, values, names.length < INDEXED_FROM ? null : new HashMap<>());
        if (index != null) {
            for (int i = 0; i < names.length; i++) {
                index.put(names[i], i);
            }
        }
    }

    private JsonObject(String[] names, Json[] values, @Nullable Map<String, Integer> index) {
        this.names = names;
        this.values = values;
        this.index = index;
    }

    /// Wraps arrays that nobody else holds.
    ///
    /// @throws JsonException when a name occurs twice
    static JsonObject wrapChecked(String[] names, Json[] values) {
        if (names.length == 0) {
            return EMPTY;
        }
        if (names.length < INDEXED_FROM) {
            requireDistinct(names);
            return new JsonObject(names, values, null);
        }
        Map<String, Integer> index = HashMap.newHashMap(names.length);
        for (int i = 0; i < names.length; i++) {
            if (index.put(names[i], i) != null) {
                throw duplicate();
            }
        }
        return new JsonObject(names, values, index);
    }

    /// Names whose hash codes differ in the last bits cannot be equal, so most are compared with no other.
    private static void requireDistinct(String[] names) {
        long seen = 0;
        for (int i = 0; i < names.length; i++) {
            long bit = 1L << names[i].hashCode();
            if ((seen & bit) != 0 && indexOf(names, i, names[i]) >= 0) {
                throw duplicate();
            }
            seen |= bit;
        }
    }

    private static JsonException duplicate() {
        return new JsonException(
                JsonException.Kind.BAD_JSON, "An object has the same member more than once");
    }

    /// Returns the object with this member; values as in [Json#of(Object)].
    public static JsonObject of(String name, Object value) {
        return builder().put(name, Json.of(value)).build();
    }

    /// Returns the object with these members; values as in [Json#of(Object)].
    public static JsonObject of(String name1, Object value1, String name2, Object value2) {
        return builder().put(name1, Json.of(value1)).put(name2, Json.of(value2)).build();
    }

    /// Returns the object with these members; values as in [Json#of(Object)].
    public static JsonObject of(
            String name1, Object value1, String name2, Object value2, String name3, Object value3) {
        return builder()
                .put(name1, Json.of(value1))
                .put(name2, Json.of(value2))
                .put(name3, Json.of(value3))
                .build();
    }

    /// Returns the object with these members; values as in [Json#of(Object)].
    public static JsonObject of(
            String name1,
            Object value1,
            String name2,
            Object value2,
            String name3,
            Object value3,
            String name4,
            Object value4) {
        return builder()
                .put(name1, Json.of(value1))
                .put(name2, Json.of(value2))
                .put(name3, Json.of(value3))
                .put(name4, Json.of(value4))
                .build();
    }

    /// Returns the object with these members; values as in [Json#of(Object)].
    public static JsonObject of(
            String name1,
            Object value1,
            String name2,
            Object value2,
            String name3,
            Object value3,
            String name4,
            Object value4,
            String name5,
            Object value5) {
        return builder()
                .put(name1, Json.of(value1))
                .put(name2, Json.of(value2))
                .put(name3, Json.of(value3))
                .put(name4, Json.of(value4))
                .put(name5, Json.of(value5))
                .build();
    }

    /// Returns the object with these members, in the order of the map; names by `toString()`, values as in
    /// [Json#of(Object)].
    public static JsonObject of(Map<?, ?> members) {
        Builder builder = builder();
        members.forEach(
                (name, value) ->
                        builder.put(
                                Objects.requireNonNull(name).toString(),
                                Json.of(Objects.requireNonNull(value))));
        return builder.build();
    }

    /// Returns a builder of an object.
    public static Builder builder() {
        return new Builder();
    }

    /// Returns the value of the member, null when there is no such member (a member that is JSON `null` is
    /// [JsonNull#NULL]).
    public @Nullable Json get(String name) {
        int at = indexOf(name);
        return at < 0 ? null : values[at];
    }

    /// Whether there is such a member, whatever its value.
    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /// Returns how many members there are.
    public int size() {
        return names.length;
    }

    /// Whether there are no members.
    public boolean isEmpty() {
        return names.length == 0;
    }

    /// Returns the names of the members in their order; asking whether it contains a name is fast.
    public Set<String> names() {
        return new Names();
    }

    /// Returns the member when it is a string.
    public Optional<String> string(String name) {
        return get(name) instanceof JsonString(String value)
                ? Optional.of(value)
                : Optional.empty();
    }

    /// Returns the member when it is a number that [JsonNumber#isInteger()] accepts.
    public OptionalLong integer(String name) {
        return get(name) instanceof JsonNumber number && number.isInteger()
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    /// Returns the member when it is a boolean.
    public Optional<Boolean> bool(String name) {
        return get(name) instanceof JsonBoolean(boolean value)
                ? Optional.of(value)
                : Optional.empty();
    }

    /// Returns the member when it is an object.
    public Optional<JsonObject> object(String name) {
        return get(name) instanceof JsonObject value ? Optional.of(value) : Optional.empty();
    }

    /// Returns the member when it is an array.
    public Optional<JsonArray> array(String name) {
        return get(name) instanceof JsonArray value ? Optional.of(value) : Optional.empty();
    }

    /// Returns this object with the member added at the end, or replaced in its place.
    public JsonObject with(String name, Json value) {
        int at = indexOf(name);
        int size = at < 0 ? names.length + 1 : names.length;
        String[] newNames = Arrays.copyOf(names, size);
        Json[] newValues = Arrays.copyOf(values, size);
        int target = at < 0 ? names.length : at;
        newNames[target] = name;
        newValues[target] = value;
        return new JsonObject(newNames, newValues);
    }

    /// Returns this object without the member; itself when there is no such member.
    public JsonObject without(String name) {
        int at = indexOf(name);
        if (at < 0) {
            return this;
        }
        if (names.length == 1) {
            return EMPTY;
        }
        String[] newNames = new String[names.length - 1];
        Json[] newValues = new Json[names.length - 1];
        System.arraycopy(names, 0, newNames, 0, at);
        System.arraycopy(values, 0, newValues, 0, at);
        System.arraycopy(names, at + 1, newNames, at, newNames.length - at);
        System.arraycopy(values, at + 1, newValues, at, newNames.length - at);
        return new JsonObject(newNames, newValues);
    }

    /// Returns a builder that starts with the members of this object.
    public Builder toBuilder() {
        return new Builder().putAll(this);
    }

    /// Returns the text of those members that are wanted, without braces: `"a":1,"b":2`; empty for none.
    ///
    /// @throws JsonException when a string holds a lone surrogate, which UTF-8 cannot express
    public byte[] membersToBytes(Predicate<String> wanted) {
        JsonWriter writer = new JsonWriter(this);
        for (int i = 0; i < names.length; i++) {
            if (wanted.test(names[i])) {
                writer.member(names[i], values[i]);
            }
        }
        return writer.toByteArray();
    }

    /// Calls the action for each member in order.
    public void forEach(BiConsumer<? super String, ? super Json> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Iterator<Map.Entry<String, Json>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < names.length;
            }

            @Override
            public Map.Entry<String, Json> next() {
                if (next >= names.length) {
                    throw new NoSuchElementException();
                }
                Map.Entry<String, Json> entry = Map.entry(names[next], values[next]);
                next++;
                return entry;
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof JsonObject object) || names.length != object.names.length) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!values[i].equals(object.get(names[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < names.length; i++) {
            hash += names[i].hashCode() ^ values[i].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }

    private int indexOf(String name) {
        if (index == null) {
            return indexOf(names, names.length, name);
        }
        Integer at = index.get(name);
        return at == null ? -1 : at;
    }

    private static int indexOf(String[] names, int length, String name) {
        for (int i = 0; i < length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private final class Names extends AbstractSet<String> {

        @Override
        public Iterator<String> iterator() {
            return new ReadOnlyIterator<>(Arrays.asList(names).iterator());
        }

        @Override
        public int size() {
            return names.length;
        }

        @Override
        public boolean contains(@Nullable Object name) {
            return name instanceof String text && has(text);
        }
    }

    /// Builds an object; a name that is put again replaces the value and keeps its place. Not safe for use by several
    /// threads.
    public static final class Builder {

        private final Map<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        /// Puts a value.
        public Builder put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        /// Puts a string.
        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        /// Puts an integer.
        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        /// Puts a boolean.
        public Builder put(String name, boolean value) {
            return put(name, JsonBoolean.of(value));
        }

        /// Puts the value, turned into JSON by [Json#of(Object)], when it is there; else nothing.
        @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
        public Builder putIfPresent(String name, Optional<?> value) {
            if (value.isPresent()) {
                put(name, Json.of(value.orElseThrow()));
            }
            return this;
        }

        /// Puts the integer when it is there; else nothing.
        @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
        public Builder putIfPresent(String name, OptionalLong value) {
            if (value.isPresent()) {
                put(name, value.getAsLong());
            }
            return this;
        }

        /// Puts all members of the object.
        public Builder putAll(JsonObject object) {
            for (int i = 0; i < object.names.length; i++) {
                members.put(object.names[i], object.values[i]);
            }
            return this;
        }

        /// Whether the name was put.
        public boolean has(String name) {
            return members.containsKey(name);
        }

        /// Whether nothing was put.
        public boolean isEmpty() {
            return members.isEmpty();
        }

        /// Removes a member, if it is there.
        public Builder remove(String name) {
            members.remove(name);
            return this;
        }

        /// Returns the object of what was put so far.
        public JsonObject build() {
            if (members.isEmpty()) {
                return EMPTY;
            }
            return new JsonObject(
                    members.keySet().toArray(new String[0]), members.values().toArray(new Json[0]));
        }
    }
}
