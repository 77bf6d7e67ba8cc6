package org.stoa.accounts.data;

import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.FilterRepository;

/// The filters that users have uploaded. Thread-safe. Spec: client-server-api#filtering (v1.19).
public final class Filters {

    /// Far more than clients make; a filter that exists is not made again.
    private static final long MAX_FILTERS = 10_000;

    private static final long TOO_MANY = -1;

    private final Database database;
    private final FilterRepository repository;

    /// Keeps filters in this database.
    public Filters(Database database, FilterRepository repository) {
        this.database = database;
        this.repository = repository;
    }

    /// Stores a filter and returns its id. Errors: M_BAD_JSON when it is none; M_LIMIT_EXCEEDED when the user has too many.
    public String add(long user, JsonObject filter) {
        FilterCheck.check(filter);
        String text = filter.toString();
        byte[] hash = TokenTexts.hash(text);
        OptionalLong known = database.read(tx -> repository.findByHash(tx, user, hash));
        if (known.isPresent()) {
            return String.valueOf(known.getAsLong());
        }
        long id = database.write(tx -> add(tx, user, text, hash));
        if (id == TOO_MANY) {
            throw new MatrixException(ErrorCode.LIMIT_EXCEEDED, "You have too many filters");
        }
        return String.valueOf(id);
    }

    /// Returns a filter of a user; empty when the user has none of that id.
    public Optional<JsonObject> find(long user, String filterId) {
        return number(filterId).stream()
                .mapToObj(id -> database.read(tx -> repository.find(tx, user, id)))
                .flatMap(Optional::stream)
                .map(Json::parseObject)
                .findFirst();
    }

    private long add(WriteTx tx, long user, String text, byte[] hash) {
        OptionalLong known = repository.findByHash(tx, user, hash);
        if (known.isPresent()) {
            return known.getAsLong();
        }
        if (repository.count(tx, user) >= MAX_FILTERS) {
            return TOO_MANY;
        }
        return repository.insert(tx, user, text, hash);
    }

    private static OptionalLong number(String filterId) {
        try {
            return OptionalLong.of(Long.parseLong(filterId));
        } catch (NumberFormatException notOurs) {
            // Ids of ours are numbers; any other text is the id of no filter.
            return OptionalLong.empty();
        }
    }
}
