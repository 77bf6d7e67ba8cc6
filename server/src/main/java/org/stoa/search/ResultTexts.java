package org.stoa.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventFilter;
import org.stoa.rooms.read.EventFormat;
import org.stoa.rooms.read.JsonText;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.rooms.read.Timeline;
import org.stoa.rooms.read.Visibility;
import org.stoa.search.ResultWalk.Result;
import org.stoa.search.SearchWish.ContextWish;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// Writes results: the event with what relates to it, its rank, and what stands around it. Each in a read of its own, so that a
/// long page keeps no reader from the others. Thread-safe.
final class ResultTexts {
    /// Behind so much text results come without what stands around them; the tokens of their contexts lead there.
    private static final long MAX_BYTES = 2 << 20;

    private static final String MEMBER = "m.room.member";

    private final Database database;
    private final RoomsModule rooms;

    ResultTexts(Database database, RoomsModule rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    /// The results as texts.
    List<byte[]> of(Requester requester, SearchWish wish, List<Result> page, EventFormat format) {
        List<byte[]> texts = new ArrayList<>(page.size());
        long bytes = 0;
        for (Result result : page) {
            boolean isBare = bytes > MAX_BYTES;
            byte[] text =
                    database.read(
                            tx -> text(new View(tx, requester, format, isBare), wish, result));
            bytes += text.length;
            texts.add(text);
        }
        return texts;
    }

    /// For whom, and in which shape.
    ///
    /// @param isBare whether nothing is shown around results
    private record View(Tx tx, Requester requester, EventFormat format, boolean isBare) {}

    private byte[] text(View view, SearchWish wish, Result result) {
        StoredEvent event = result.event();
        Visibility.Reader reader =
                rooms.visibility()
                        .reader(
                                view.tx(),
                                rooms.rooms().get(event.header().room()),
                                view.requester().userId());
        JsonText text =
                new JsonText()
                        .put("rank", rank(result))
                        .put("result", rendered(view, reader, List.of(event)).getFirst());
        wish.context()
                .ifPresent(around -> text.put("context", context(view, reader, around, event)));
        return text.toBytes();
    }

    private static Json rank(Result result) {
        return Json.parse(Float.toString(result.hit().rank()));
    }

    private List<byte[]> rendered(View view, Visibility.Reader reader, List<StoredEvent> events) {
        return rooms.bundledEvents()
                .render(view.tx(), view.requester(), reader, events, view.format());
    }

    private byte[] context(
            View view, Visibility.Reader reader, ContextWish wish, StoredEvent event) {
        RoomAccess.Access seen =
                rooms.access().require(view.tx(), view.requester(), event.roomId());
        Timeline timeline = rooms.timeline();
        List<StoredEvent> before =
                timeline.backwards(
                                view.tx(),
                                view.requester(),
                                seen,
                                event.ord() - 1,
                                0,
                                view.isBare() ? 0 : wish.before(),
                                EventFilter.ALL)
                        .events();
        List<StoredEvent> after =
                timeline.forwards(
                                view.tx(),
                                view.requester(),
                                seen,
                                event.ord(),
                                Long.MAX_VALUE,
                                view.isBare() ? 0 : wish.after(),
                                EventFilter.ALL)
                        .events();
        StoredEvent first = before.isEmpty() ? event : before.getLast();
        StoredEvent last = after.isEmpty() ? event : after.getLast();
        JsonText text =
                new JsonText()
                        .put("start", new TimelineToken(first.ord() - 1).toString())
                        .put("end", new TimelineToken(last.ord()).toString())
                        .putAll("events_before", rendered(view, reader, before))
                        .putAll("events_after", rendered(view, reader, after));
        if (wish.profiles()) {
            List<StoredEvent> shown = new ArrayList<>(before);
            shown.add(event);
            shown.addAll(after);
            text.put("profile_info", profiles(view, reader, shown, last));
        }
        return text.toBytes();
    }

    /// The profiles that the senders had at the end of what is shown.
    private JsonObject profiles(
            View view, Visibility.Reader reader, List<StoredEvent> shown, StoredEvent last) {
        Set<String> senders = new LinkedHashSet<>();
        shown.forEach(event -> senders.add(event.parsed().sender().toString()));
        Map<String, JsonObject> profiles = new HashMap<>();
        for (String sender : senders) {
            member(view, sender, last)
                    .map(member -> rooms.clientEvents().shown(member, reader).content())
                    .ifPresent(content -> profiles.put(sender, profile(content)));
        }
        return JsonObject.of(profiles);
    }

    private Optional<StoredEvent> member(View view, String sender, StoredEvent last) {
        Optional<Long> key = database.names().findStateKey(MEMBER, sender);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (last.header().stateKey() == key.get()) {
            return Optional.of(last);
        }
        long event = rooms.states().one(view.tx(), last.before(), key.get());
        return event == 0 ? Optional.empty() : Optional.of(rooms.events().get(view.tx(), event));
    }

    private static JsonObject profile(JsonObject content) {
        return JsonObject.builder()
                .putIfPresent("displayname", content.string("displayname"))
                .putIfPresent("avatar_url", content.string("avatar_url"))
                .build();
    }
}
