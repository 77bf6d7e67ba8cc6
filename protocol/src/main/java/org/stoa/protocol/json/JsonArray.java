package org.stoa.protocol.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A JSON array.
public final class JsonArray implements Json, Iterable<Json> {

    /// The array without elements.
    public static final JsonArray EMPTY = new JsonArray(List.of());

    private final List<Json> elements;

    private JsonArray(List<Json> elements) {
        this.elements = elements;
    }

    /// Returns the array of these elements.
    public static JsonArray of(Json... elements) {
        return elements.length == 0 ? EMPTY : new JsonArray(List.of(elements));
    }

    /// Returns the array of these elements, each turned into JSON by [Json#of(Object)].
    public static JsonArray of(Collection<?> elements) {
        Builder builder = builder();
        for (Object element : elements) {
            builder.add(Json.of(element));
        }
        return builder.build();
    }

    /// Returns the array of these strings.
    public static JsonArray ofStrings(Collection<String> strings) {
        return of(strings);
    }

    /// Returns a builder of an array.
    public static Builder builder() {
        return new Builder();
    }

    /// Returns how many elements there are.
    public int size() {
        return elements.size();
    }

    /// Whether there are no elements.
    public boolean isEmpty() {
        return elements.isEmpty();
    }

    /// Returns the element at the index, from 0.
    public Json get(int index) {
        return elements.get(index);
    }

    /// Returns the elements in order.
    public Stream<Json> stream() {
        return elements.stream();
    }

    /// Returns the values of the elements that are strings, in order; other elements are left out.
    public List<String> strings() {
        List<String> strings = new ArrayList<>(elements.size());
        for (Json element : elements) {
            if (element instanceof JsonString(String value)) {
                strings.add(value);
            }
        }
        return List.copyOf(strings);
    }

    /// Returns the elements that are objects, in order; other elements are left out.
    public List<JsonObject> objects() {
        List<JsonObject> objects = new ArrayList<>(elements.size());
        for (Json element : elements) {
            if (element instanceof JsonObject object) {
                objects.add(object);
            }
        }
        return List.copyOf(objects);
    }

    /// Whether every element is a string.
    public boolean isAllStrings() {
        return elements.stream().allMatch(JsonString.class::isInstance);
    }

    @Override
    public Iterator<Json> iterator() {
        return new ReadOnlyIterator<>(elements.iterator());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonArray array && elements.equals(array.elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }

    /// Builds an array. Not safe for use by several threads.
    public static final class Builder {

        private final List<Json> elements = new ArrayList<>();

        private Builder() {}

        /// Adds an element.
        public Builder add(Json element) {
            elements.add(element);
            return this;
        }

        /// Adds a string.
        public Builder add(String element) {
            return add(new JsonString(element));
        }

        /// Adds an integer.
        public Builder add(long element) {
            return add(JsonNumber.of(element));
        }

        /// Adds all elements of the array.
        public Builder addAll(JsonArray array) {
            elements.addAll(array.elements);
            return this;
        }

        /// Returns the array of what was added so far.
        public JsonArray build() {
            return elements.isEmpty() ? EMPTY : new JsonArray(List.copyOf(elements));
        }
    }
}
