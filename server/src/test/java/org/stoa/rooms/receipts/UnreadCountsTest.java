package org.stoa.rooms.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.sync.SyncServer;
import org.stoa.testing.TestClient;

final class UnreadCountsTest {
    private static final JsonObject SILENT = json("{'actions':[]}");
    private static final JsonObject LOUD = json("{'actions':['notify']}");
    private static final JsonObject HIGHLIGHT =
            json("{'actions':['notify',{'set_tweak':'highlight'}]}");

    @EachEngine
    void sync_randomRoomAndRules_countsAsGoingThroughAllOfIt(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            Walk walk = new Walk(server, new Random(20261121));

            for (int step = 0; step < 350; step++) {
                walk.step();
                walk.compare(step);
            }
            walk.compareAll();

            assertThat(walk.model.all).hasSizeGreaterThan(150);
            assertThat(walk.nonZero).isGreaterThan(150);
        }
    }

    @EachEngine
    void of_moreThanAreLookedAt_isTheFigureOfTheDefaultRules(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            bob.put("/pushrules/global/override/.m.rule.suppress_notices/enabled", off()).ok();
            UnreadCounts counts = counts(server, 3);
            List<Long> figures = new ArrayList<>();

            for (int i = 0; i < 5; i++) {
                alice.send(room, "m.room.message", json("{'msgtype':'m.notice','body':'tick'}"));
                figures.add(notifications(server, counts, room, bob));
            }
            String said = alice.say(room, "hello");
            figures.add(notifications(server, counts, room, bob));
            bob.post("/rooms/{}/receipt/m.read/{}", JsonObject.EMPTY, room, said).ok();
            alice.send(room, "m.room.message", json("{'msgtype':'m.notice','body':'tock'}"));
            figures.add(notifications(server, counts, room, bob));

            assertThat(figures).containsExactly(1L, 2L, 3L, 0L, 0L, 1L, 1L);
        }
    }

    @EachEngine
    void of_longEventForManyRules_countsAsMoreThanAreLookedAt(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            bob.put("/pushrules/global/override/.m.rule.suppress_notices/enabled", off()).ok();
            for (int i = 0; i < 20; i++) {
                bob.put(
                                "/pushrules/global/content/{}",
                                json("{'pattern':'*a*a*a*b','actions':['notify']}"),
                                "rule" + i)
                        .ok();
            }
            UnreadCounts counts = counts(server, 40);

            alice.send(room, "m.room.message", json("{'msgtype':'m.notice','body':'tick'}"));
            long shortOne = notifications(server, counts, room, bob);
            alice.send(
                    room,
                    "m.room.message",
                    JsonObject.of("msgtype", "m.notice", "body", "a".repeat(60_000)));
            long longOne = notifications(server, counts, room, bob);

            assertThat(shortOne).isEqualTo(1);
            assertThat(longOne).as("the figure of the default rules").isZero();
        }
    }

    @EachEngine
    void of_keywordThatIsRedactedAfterItWasCounted_isCountedNoMore(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            bob.put(
                            "/pushrules/global/content/cake",
                            json("{'pattern':'cake','actions':['notify']}"))
                    .ok();
            UnreadCounts counts = counts(server, 100);
            String cake =
                    alice.send(
                            room,
                            "m.room.message",
                            json("{'msgtype':'m.text','body':'there is cake'}"));
            long before = notifications(server, counts, room, bob);

            alice.put("/rooms/{}/redact/{}/t", JsonObject.EMPTY, room, cake).ok();

            assertThat(before).isEqualTo(1);
            assertThat(notifications(server, counts, room, bob)).isZero();
        }
    }

    @EachEngine
    void of_userWhoWasIgnoredBeforeAnybodyMetHim_areNotOfHim(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom(json("{'preset':'public_chat'}"));
            bob.join(room);
            JsonObject carols = JsonObject.of("@carol:" + bob.userId().server(), JsonObject.EMPTY);
            bob.put(
                            "/user/{}/account_data/m.ignored_user_list",
                            JsonObject.of("ignored_users", carols),
                            bob.id())
                    .ok();
            UnreadCounts counts = counts(server, 100);
            alice.say(room, "hello");
            long before = notifications(server, counts, room, bob);

            TestClient carol = server.register("carol");
            carol.join(room);
            carol.say(room, "hidden");

            assertThat(before).isEqualTo(1);
            assertThat(notifications(server, counts, room, bob)).isEqualTo(1);
        }
    }

    @EachEngine
    void of_notices_mentionNobody(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            JsonObject mentions =
                    JsonObject.of("user_ids", JsonArray.ofStrings(List.of(bob.id())), "room", true);

            alice.send(
                    room,
                    "m.room.message",
                    JsonObject.of("msgtype", "m.notice", "body", "x", "m.mentions", mentions));

            assertThat(notifications(server, counts(server, 3), room, bob)).isZero();
        }
    }

    private static UnreadCounts counts(SyncServer server, int maxEvents) {
        return counts(server, maxEvents, KnownCounts.MAX_BYTES);
    }

    private static UnreadCounts counts(SyncServer server, int maxEvents, long maxBytes) {
        RoomsModule rooms = server.homeserver().rooms();
        return new UnreadCounts(
                rooms.rooms(),
                rooms.events(),
                rooms.states(),
                server.homeserver().database().names(),
                server.homeserver().changes(),
                maxEvents,
                maxBytes);
    }

    private static long notifications(
            SyncServer server, UnreadCounts counts, String roomId, TestClient reader) {
        return unread(server, counts, roomId, reader).total().notifications();
    }

    private static Unread unread(
            SyncServer server, UnreadCounts counts, String roomId, TestClient reader) {
        Database database = server.homeserver().database();
        Room room = server.homeserver().rooms().rooms().require(RoomId.tryParse(roomId).get());
        long user = database.names().findUser(reader.userId()).orElseThrow();
        long asOf = database.frontier().at(Lane.ONLY).value();
        return database.readWhenAsked(tx -> counts.of(tx, room, user, asOf));
    }

    private static JsonObject off() {
        return json("{'enabled':false}");
    }

    /// Three users who do anything in a room, two of whom read it.
    private static final class Walk {
        final RuleModel model;
        int nonZero;
        private final SyncServer server;
        private final Random random;
        private final List<TestClient> users;
        private final String room;
        private int redactions;
        private final List<Kept> kept;

        /// Counts that are asked now and then only, or that have no room to keep anything.
        private record Kept(String name, UnreadCounts counts, int every) {}

        Walk(SyncServer server, Random random) {
            this.random = random;
            this.server = server;
            this.kept =
                    List.of(
                            new Kept("often", UnreadCountsTest.counts(server, 2_000), 3),
                            new Kept("now and then", UnreadCountsTest.counts(server, 2_000), 23),
                            new Kept("hardly", UnreadCountsTest.counts(server, 2_000), 150),
                            new Kept("small", UnreadCountsTest.counts(server, 2_000, 300), 1),
                            new Kept("none", UnreadCountsTest.counts(server, 2_000, 0), 1));
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            users = List.of(alice, bob, carol);
            room = alice.createRoom(json("{'preset':'public_chat'}"));
            model = new RuleModel(room, Map.of(alice.id(), 100L));
            for (TestClient reader : readers()) {
                reader.join(room);
                model.joined(reader.id());
                rulesChanged(reader);
            }
            say(alice, "first");
        }

        private List<TestClient> readers() {
            return users.subList(1, 3);
        }

        private TestClient reader() {
            return readers().get(random.nextInt(2));
        }

        void step() {
            switch (random.nextInt(24)) {
                case 0, 1 -> read();
                case 2, 3, 4, 5 -> redact();
                case 6 -> changeRule(reader());
                case 7 -> ignore(reader());
                case 8 -> rejoin();
                case 9, 10 -> edit();
                case 11, 12 -> sendOther(users.getFirst());
                default -> say(users.get(random.nextInt(3)), text());
            }
        }

        private String text() {
            return List.of("hello", "some cake please", "bob: look", "tea").get(random.nextInt(4));
        }

        private void say(TestClient sender, String text) {
            JsonObject.Builder content =
                    JsonObject.builder()
                            .put("msgtype", random.nextInt(6) == 0 ? "m.notice" : "m.text")
                            .put("body", text);
            mentions().ifPresent(mentions -> content.put("m.mentions", mentions));
            List<RuleModel.Sent> roots = messages(RuleModel.MAIN);
            if (!roots.isEmpty() && random.nextInt(3) == 0) {
                String root = roots.get(random.nextInt(Math.min(4, roots.size()))).id;
                content.put(
                        "m.relates_to", JsonObject.of("rel_type", "m.thread", "event_id", root));
            }
            send(sender, "m.room.message", content.build());
        }

        private Optional<JsonObject> mentions() {
            return switch (random.nextInt(8)) {
                case 0 ->
                        Optional.of(
                                JsonObject.of(
                                        "user_ids", JsonArray.ofStrings(List.of(reader().id()))));
                case 1 -> Optional.of(JsonObject.of("room", true));
                default -> Optional.empty();
            };
        }

        private void edit() {
            List<RuleModel.Sent> messages = new ArrayList<>(model.all);
            messages.removeIf(sent -> !isPlain(sent));
            RuleModel.Sent target = messages.get(random.nextInt(messages.size()));
            JsonObject.Builder content =
                    JsonObject.builder()
                            .put("msgtype", "m.text")
                            .put("body", "* " + text())
                            .put("m.new_content", json("{'msgtype':'m.text','body':'new'}"))
                            .put(
                                    "m.relates_to",
                                    JsonObject.of("rel_type", "m.replace", "event_id", target.id));
            mentions().ifPresent(mentions -> content.put("m.mentions", mentions));
            TestClient author =
                    users.stream()
                            .filter(user -> user.id().equals(target.sender))
                            .findFirst()
                            .orElseThrow();
            send(author, "m.room.message", content.build());
        }

        private void sendOther(TestClient sender) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    JsonObject content = JsonObject.of("topic", "t" + model.all.size());
                    String id = sender.setState(room, "m.room.topic", "", content);
                    model.sent(id, sender.id(), "m.room.topic", Optional.of(""), content);
                }
                case 1 -> send(sender, "m.room.encrypted", json("{'ciphertext':'x'}"));
                case 2 -> send(sender, "org.example.custom", json("{'body':'cake'}"));
                default ->
                        send(
                                sender,
                                "m.reaction",
                                JsonObject.of(
                                        "m.relates_to",
                                        JsonObject.of(
                                                "rel_type",
                                                "m.annotation",
                                                "key",
                                                "k" + model.all.size(),
                                                "event_id",
                                                messages(RuleModel.MAIN).getFirst().id)));
            }
        }

        private void send(TestClient sender, String type, JsonObject content) {
            String id = sender.send(room, type, content);
            model.sent(id, sender.id(), type, Optional.empty(), content);
        }

        private void redact() {
            List<RuleModel.Sent> targets = new ArrayList<>(model.all);
            targets.removeIf(sent -> sent.redacted || sent.id.isEmpty());
            // The first message stays, as something to react to.
            int back = 1 + random.nextInt(Math.min(6, targets.size()));
            RuleModel.Sent target = targets.get(targets.size() - back);
            if (target.id.equals(messages(RuleModel.MAIN).getFirst().id)) {
                return;
            }
            TestClient alice = users.getFirst();
            String id =
                    alice.put(
                                    "/rooms/{}/redact/{}/{}",
                                    JsonObject.EMPTY,
                                    room,
                                    target.id,
                                    "r" + redactions++)
                            .string("event_id");
            target.redacted = true;
            model.sent(
                    id,
                    alice.id(),
                    "m.room.redaction",
                    Optional.empty(),
                    JsonObject.of("redacts", target.id));
        }

        private void read() {
            TestClient reader = reader();
            List<RuleModel.Sent> known = new ArrayList<>(model.all);
            known.removeIf(sent -> sent.id.isEmpty());
            int back = Math.min(known.size(), 1 + random.nextInt(25));
            RuleModel.Sent event = known.get(known.size() - back);
            Optional<String> thread =
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of(event.thread);
            String kind = random.nextBoolean() ? "m.read" : "m.read.private";
            JsonObject body = JsonObject.builder().putIfPresent("thread_id", thread).build();
            reader.post("/rooms/{}/receipt/{}/{}", body, room, kind, event.id).ok();
            model.receipt(reader.id(), thread, event);
        }

        private void rejoin() {
            if (random.nextInt(4) != 0) {
                return;
            }
            TestClient reader = reader();
            reader.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            model.sent(
                    "",
                    reader.id(),
                    "m.room.member",
                    Optional.of(reader.id()),
                    JsonObject.of("membership", "leave"));
            reader.join(room);
            model.joined(reader.id());
        }

        private void ignore(TestClient reader) {
            TestClient other = readers().get(0) == reader ? readers().get(1) : readers().get(0);
            Set<String> ignored = random.nextBoolean() ? Set.of(other.id()) : Set.of();
            JsonObject.Builder users = JsonObject.builder();
            ignored.forEach(user -> users.put(user, JsonObject.EMPTY));
            reader.put(
                            "/user/{}/account_data/m.ignored_user_list",
                            JsonObject.of("ignored_users", users.build()),
                            reader.id())
                    .ok();
            model.ignores(reader.id(), ignored);
        }

        private void changeRule(TestClient reader) {
            String path = "/pushrules/global/";
            JsonObject some = List.of(SILENT, LOUD, HIGHLIGHT).get(random.nextInt(3));
            JsonObject switched = JsonObject.of("enabled", random.nextBoolean());
            switch (random.nextInt(12)) {
                case 0 ->
                        reader.put(
                                        path + "content/cake",
                                        some.with("pattern", new JsonString("cake")))
                                .ok();
                case 1 -> reader.put(path + "room/{}", some, room).ok();
                case 2 -> reader.put(path + "sender/{}", some, users.getFirst().id()).ok();
                case 3 -> reader.put(path + "override/{}", mute(), room).ok();
                case 4 -> reader.put(path + "underride/.m.rule.message/actions", some).ok();
                case 5 ->
                        reader.put(path + "override/.m.rule.suppress_notices/enabled", switched)
                                .ok();
                case 6 ->
                        reader.put(path + "override/.m.rule.suppress_edits/enabled", switched).ok();
                case 7 -> reader.put(path + "override/.m.rule.master/enabled", switched).ok();
                case 8 ->
                        reader.put(
                                        path + "underride/name",
                                        json(
                                                "{'conditions':[{'kind':'contains_display_name'}],'actions':['notify']}"))
                                .ok();
                default -> {
                    reset(reader);
                    if (random.nextInt(3) == 0) {
                        reader.put(path + "room/{}", SILENT, room).ok();
                    }
                }
            }
            rulesChanged(reader);
        }

        private JsonObject mute() {
            return JsonObject.of(
                    "actions",
                    JsonArray.EMPTY,
                    "conditions",
                    JsonArray.of(
                            List.of(
                                    JsonObject.of(
                                            "kind",
                                            "event_match",
                                            "key",
                                            "room_id",
                                            "pattern",
                                            room))));
        }

        private void reset(TestClient reader) {
            String path = "/pushrules/global/";
            reader.delete(path + "content/cake");
            reader.delete(path + "room/{}", room);
            reader.delete(path + "sender/{}", users.getFirst().id());
            reader.delete(path + "override/{}", room);
            reader.delete(path + "underride/name");
            reader.put(path + "underride/.m.rule.message/actions", LOUD).ok();
            JsonObject on = json("{'enabled':true}");
            reader.put(path + "override/.m.rule.suppress_notices/enabled", on).ok();
            reader.put(path + "override/.m.rule.suppress_edits/enabled", on).ok();
            reader.put(path + "override/.m.rule.master/enabled", off()).ok();
        }

        private void rulesChanged(TestClient reader) {
            model.rules(
                    reader.id(),
                    PushRuleset.parse(reader.get("/pushrules/global/").ok(), reader.userId()));
        }

        private List<RuleModel.Sent> messages(String thread) {
            return model.all.stream()
                    .filter(sent -> isPlain(sent) && sent.thread.equals(thread))
                    .toList();
        }

        private static boolean isPlain(RuleModel.Sent sent) {
            boolean isMessage = sent.event.string("type").orElseThrow().equals("m.room.message");
            boolean isEdit =
                    sent.event
                            .object("content")
                            .flatMap(content -> content.object("m.relates_to"))
                            .flatMap(relation -> relation.string("rel_type"))
                            .equals(Optional.of("m.replace"));
            return isMessage && !isEdit && !sent.redacted;
        }

        void compare(int step) {
            for (TestClient reader : readers()) {
                String name = reader.userId().localpart();
                Map<String, Unread.Counts> expected = model.unread(reader.id(), name);
                assertThat(counts(reader)).as("step %d, %s", step, name).isEqualTo(expected);
                nonZero += expected.isEmpty() ? 0 : 1;
                for (Kept one : kept) {
                    if (step % one.every() == 0) {
                        compare(one, reader, expected);
                    }
                }
            }
        }

        /// Compares what was asked last some time ago.
        void compareAll() {
            for (TestClient reader : readers()) {
                Map<String, Unread.Counts> expected =
                        model.unread(reader.id(), reader.userId().localpart());
                kept.forEach(one -> compare(one, reader, expected));
            }
        }

        private void compare(Kept one, TestClient reader, Map<String, Unread.Counts> expected) {
            Unread.Counts sum =
                    expected.values().stream().reduce(Unread.Counts.NONE, Unread.Counts::plus);
            assertThat(UnreadCountsTest.unread(server, one.counts(), room, reader).total())
                    .as("%s, %s", one.name(), reader.id())
                    .isEqualTo(sum);
        }

        private Map<String, Unread.Counts> counts(TestClient reader) {
            String filter =
                    "{\"room\":{\"timeline\":{\"limit\":1,\"unread_thread_notifications\":true}}}";
            JsonObject joined =
                    reader.get("/sync?timeout=0&filter={}", filter)
                            .ok()
                            .object("rooms")
                            .flatMap(rooms -> rooms.object("join"))
                            .flatMap(rooms -> rooms.object(room))
                            .orElseThrow();
            Map<String, Unread.Counts> counts = new HashMap<>();
            joined.object("unread_thread_notifications")
                    .orElse(JsonObject.EMPTY)
                    .forEach((root, value) -> counts.put(root, parse((JsonObject) value)));
            Unread.Counts main = parse(joined.object("unread_notifications").orElseThrow());
            if (!main.isNone()) {
                counts.put(RuleModel.MAIN, main);
            }
            return counts;
        }

        private static Unread.Counts parse(JsonObject counts) {
            return new Unread.Counts(
                    counts.integer("notification_count").orElseThrow(),
                    counts.integer("highlight_count").orElseThrow());
        }
    }
}
