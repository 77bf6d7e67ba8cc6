package org.stoa.search;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.Fields;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.read.EventFilter;
import org.stoa.search.index.Order;
import org.stoa.search.index.TextKind;

/// What a client wants to find: the category `room_events` of a request.
///
/// @param kinds which texts it looks in
/// @param limit how many results at most
/// @param context what it wants around each result; empty for nothing
/// @param includeState whether it wants the state of the rooms of the results
public record SearchWish(
        String term,
        Set<TextKind> kinds,
        EventFilter filter,
        int limit,
        Order order,
        Optional<ContextWish> context,
        boolean includeState,
        List<GroupKey> groups) {
    private static final int DEFAULT_LIMIT = 10;

    /// Each result may come with a context of its own.
    private static final int MAX_LIMIT = 100;

    private static final int DEFAULT_CONTEXT = 5;
    private static final int MAX_CONTEXT = 25;

    public SearchWish {
        kinds = Set.copyOf(kinds);
        groups = List.copyOf(groups);
    }

    /// What a client wants around a result.
    public record ContextWish(int before, int after, boolean profiles) {}

    /// Reads the criteria of a request.
    ///
    /// Errors: M_MISSING_PARAM without a term; M_BAD_JSON for wrong types; M_INVALID_PARAM for unknown keys, orders, groups, and
    /// negative numbers.
    public static SearchWish of(Fields criteria) {
        EventFilter filter =
                EventFilter.of(
                        criteria.object("filter").map(Fields::json).orElse(JsonObject.EMPTY));
        return new SearchWish(
                criteria.requiredString("search_term"),
                kinds(criteria),
                filter,
                Math.clamp(filter.limit().orElse(DEFAULT_LIMIT), 1, MAX_LIMIT),
                order(criteria),
                criteria.object("event_context").map(SearchWish::context),
                criteria.bool("include_state", false),
                groups(criteria));
    }

    private static Set<TextKind> kinds(Fields criteria) {
        Optional<JsonArray> keys = criteria.array("keys");
        if (keys.isEmpty()) {
            return EnumSet.allOf(TextKind.class);
        }
        Set<TextKind> kinds = EnumSet.noneOf(TextKind.class);
        for (String key : criteria.strings("keys")) {
            kinds.add(
                    TextKind.ofKey(key)
                            .orElseThrow(
                                    () ->
                                            criteria.invalid(
                                                    "keys",
                                                    "content.body, content.name or content.topic")));
        }
        return kinds;
    }

    private static Order order(Fields criteria) {
        return switch (criteria.string("order_by").orElse("rank")) {
            case "rank" -> Order.RANK;
            case "recent" -> Order.RECENT;
            default -> throw criteria.invalid("order_by", "rank or recent");
        };
    }

    private static ContextWish context(Fields context) {
        return new ContextWish(
                contextLimit(context, "before_limit"),
                contextLimit(context, "after_limit"),
                context.bool("include_profile", false));
    }

    private static int contextLimit(Fields context, String name) {
        long limit = context.integer(name).orElse(DEFAULT_CONTEXT);
        if (limit < 0) {
            throw context.invalid(name, "a number of events");
        }
        return (int) Math.min(limit, MAX_CONTEXT);
    }

    private static List<GroupKey> groups(Fields criteria) {
        Set<GroupKey> groups = new LinkedHashSet<>();
        Optional<Fields> groupings = criteria.object("groupings");
        for (Fields group : groupings.map(fields -> fields.objects("group_by")).orElse(List.of())) {
            String key = group.requiredString("key");
            groups.add(
                    GroupKey.of(key).orElseThrow(() -> group.invalid("key", "room_id or sender")));
        }
        return List.copyOf(groups);
    }
}
