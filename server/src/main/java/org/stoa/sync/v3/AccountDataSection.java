package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.push.DefaultRules;
import org.stoa.rooms.read.EventFilter;
import org.stoa.storage.accounts.AccountDataEntry;

/// `account_data`: what clients keep for the user on the server, as events.
///
/// Spec: client-server-api#client-config (v1.19).
public final class AccountDataSection {
    private static final String PUSH_RULES = "m.push_rules";

    /// The entries that a filter lets through, as events.
    public List<byte[]> events(List<AccountDataEntry> entries, EventFilter filter) {
        List<byte[]> events = new ArrayList<>();
        for (AccountDataEntry entry : entries) {
            if (filter.wantsType(entry.type())) {
                events.add(event(entry.type(), Json.parseObject(entry.content())));
            }
        }
        return events;
    }

    /// All global entries for a client that has none yet: the push rules that hold are among them also when the user
    /// never changed any.
    public List<byte[]> all(UserId user, List<AccountDataEntry> entries, EventFilter filter) {
        List<byte[]> events = new ArrayList<>(events(entries, filter));
        boolean hasRules = entries.stream().anyMatch(entry -> entry.type().equals(PUSH_RULES));
        if (!hasRules && filter.wantsType(PUSH_RULES)) {
            events.add(
                    event(
                            PUSH_RULES,
                            JsonObject.of("global", DefaultRules.forUser(user).toJson())));
        }
        return events;
    }

    private static byte[] event(String type, JsonObject content) {
        return JsonObject.of("type", type, "content", content).toBytes();
    }
}
