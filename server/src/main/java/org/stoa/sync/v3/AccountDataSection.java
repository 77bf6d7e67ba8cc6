package org.stoa.sync.v3;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.data.PushRulesContent;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.read.EventFilter;
import org.stoa.storage.accounts.AccountDataEntry;

/// `account_data`: what clients keep for the user on the server, as events.
///
/// Spec: client-server-api#client-config (v1.19).
public final class AccountDataSection {
    /// The entries that a filter lets through, as events. The user's push rules come with those that everybody has.
    public List<byte[]> events(UserId user, List<AccountDataEntry> entries, EventFilter filter) {
        List<byte[]> events = new ArrayList<>();
        for (AccountDataEntry entry : entries) {
            if (filter.wantsType(entry.type())) {
                events.add(event(entry.type(), content(user, entry)));
            }
        }
        return events;
    }

    /// All global entries for a client that has none yet: the push rules that hold are among them also when the user
    /// never changed any.
    public List<byte[]> all(UserId user, List<AccountDataEntry> entries, EventFilter filter) {
        List<byte[]> events = new ArrayList<>(events(user, entries, filter));
        String rules = PushRulesContent.TYPE;
        boolean hasRules = entries.stream().anyMatch(entry -> entry.type().equals(rules));
        if (!hasRules && filter.wantsType(rules)) {
            events.add(event(rules, PushRulesContent.of(user, null)));
        }
        return events;
    }

    private static JsonObject content(UserId user, AccountDataEntry entry) {
        JsonObject stored = Json.parseObject(entry.content());
        return entry.type().equals(PushRulesContent.TYPE)
                ? PushRulesContent.of(user, stored)
                : stored;
    }

    private static byte[] event(String type, JsonObject content) {
        return JsonObject.of("type", type, "content", content).toBytes();
    }
}
