package org.stoa.sync.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.stoa.accounts.data.FilterCheck;
import org.stoa.accounts.data.Filters;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;

/// Finds the filter that a request names, or has in its query. Those that are named are kept in memory, so that a request
/// with nothing new needs no database. Thread-safe.
public final class SyncFilters {
    /// About how many bytes of memory the cached filters may take.
    private static final long MAX_CACHED_BYTES = 16_000_000;

    private static final int BYTES_PER_FILTER = 1_000;
    private static final int BYTES_PER_CHARACTER = 4;

    private final Filters filters;
    private final Cache<Key, SyncFilter> byKey =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_CACHED_BYTES)
                    .weigher(
                            (Key key, SyncFilter filter) ->
                                    BYTES_PER_FILTER + BYTES_PER_CHARACTER * key.text().length())
                    .build();

    /// A filter's id, or its JSON when the query has it.
    private record Key(long user, String text) {}

    /// Creates it over the filters that users have stored.
    public SyncFilters(Filters filters) {
        this.filters = filters;
    }

    /// The filter that a text is or names.
    ///
    /// Errors: M_INVALID_PARAM for an unknown id; M_NOT_JSON and M_BAD_JSON for JSON that is no filter.
    public SyncFilter find(long user, String text) {
        return byKey.get(new Key(user, text), this::load);
    }

    private SyncFilter load(Key key) {
        // The server will detect whether it is an ID or a JSON object by whether the first
        // character is "{".
        return key.text().startsWith("{") ? inline(key.text()) : stored(key.user(), key.text());
    }

    private static SyncFilter inline(String text) {
        JsonObject json;
        try {
            json = Json.parseObject(text);
        } catch (JsonException malformed) {
            throw new MatrixException(ErrorCode.NOT_JSON, "The filter is not JSON");
        }
        FilterCheck.check(json);
        return SyncFilter.of(json);
    }

    private SyncFilter stored(long user, String id) {
        return filters.find(user, id)
                .map(SyncFilter::of)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.INVALID_PARAM, "You have no filter " + id));
    }
}
