package org.stoa.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;

/// What users of several servers do in one room, by chance: they talk, redact, change powers and settings, come and go, throw each
/// other out, and move to the room's next version; now and then a server ends and starts again. What the room forbids is refused,
/// and nothing else may go wrong.
final class RandomTalk {
    /// One conversation in so many has a server that ends in the middle.
    private static final int RESTARTS = 4;

    private static final int MAX_ROOMS = 3;

    private static final List<String> VERSIONS =
            List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");

    private final TestCluster cluster;
    private final Random random;
    private final List<User> users;
    private final Map<String, List<String>> said = new LinkedHashMap<>();
    private final Set<String> redactions = new HashSet<>();
    private final StringBuilder story = new StringBuilder();
    private String room;
    private int count;

    /// A user and where.
    record User(TestCluster.Node node, TestClient client) {}

    /// Begins a room that everybody is in.
    RandomTalk(TestCluster cluster, List<User> users, long seed) {
        this.cluster = cluster;
        this.users = users;
        this.random = new Random(seed);
        User creator = any();
        String version = anyVersion();
        room =
                creator.client()
                        .createRoom(
                                JsonObject.of("preset", "public_chat", "room_version", version));
        said.put(room, new ArrayList<>());
        story.append(creator.client().id()).append(" begins ").append(version).append('\n');
        for (User user : users) {
            if (!user.equals(creator)) {
                String via = creator.node().name().text();
                // Servers that failed in the last conversation are left alone for a while.
                boolean isIn = cluster.await(() -> isIn(user.client(), via));
                assertThat(isIn).as("%s joined %s", user.client().id(), room).isTrue();
            }
        }
    }

    private boolean isIn(TestClient client, String via) {
        Answer answer = client.post("/join/{}?via={}", JsonObject.EMPTY, room, via);
        assertThat(answer.status()).as(answer.text()).isIn(200, 502, 504);
        return answer.status() == 200;
    }

    private String anyVersion() {
        return VERSIONS.get(random.nextInt(VERSIONS.size()));
    }

    /// The room and those that it was upgraded to, the oldest first.
    List<String> rooms() {
        return List.copyOf(said.keySet());
    }

    /// What was done, for whoever has to understand it.
    String story() {
        return story.toString();
    }

    /// The events of a room that servers have acknowledged.
    List<String> said(String where) {
        return said.getOrDefault(where, List.of());
    }

    /// Does so many things, on a network that is cut and mended meanwhile.
    void talk(int steps) {
        cluster.network().weather(Weather.ROUGH);
        int restart = random.nextInt(RESTARTS * steps);
        for (int i = 0; i < steps; i++) {
            if (random.nextInt(6) == 0) {
                cut();
            }
            if (i == restart) {
                restart();
            }
            step(any());
        }
    }

    private void cut() {
        cluster.network().heal();
        cluster.network().weather(random.nextBoolean() ? Weather.ROUGH : Weather.CALM);
        Set<String> some = new HashSet<>();
        cluster.nodes().stream()
                .map(TestCluster.Node::host)
                .filter(host -> random.nextInt(3) == 0)
                .forEach(some::add);
        for (String one : some) {
            cluster.nodes().stream()
                    .map(TestCluster.Node::host)
                    .filter(other -> !some.contains(other))
                    .forEach(other -> cluster.network().cut(one, other));
        }
        story.append("cut off: ").append(some).append('\n');
    }

    private void restart() {
        TestCluster.Node node = any().node();
        boolean isCrash = random.nextBoolean();
        story.append(isCrash ? "crashes: " : "restarts: ").append(node.host()).append('\n');
        if (isCrash) {
            node.crash();
        } else {
            node.restart();
        }
    }

    private void step(User user) {
        TestClient client = user.client();
        count++;
        switch (random.nextInt(17)) {
            case 0, 1, 2, 3 -> message(client);
            case 4 -> state(client, "m.room.topic", JsonObject.of("topic", "topic " + count));
            case 5 -> state(client, "m.room.name", JsonObject.of("name", "name " + count));
            case 6, 7 -> power(client);
            case 8 -> state(client, "m.room.join_rules", joinRule());
            case 9 -> redact(client);
            case 10 -> membership(client, "invite");
            case 11 -> membership(client, "kick");
            case 12 -> membership(client, "ban");
            case 13 -> membership(client, "unban");
            case 14 -> did(client, "leave", client.post("/rooms/{}/leave", JsonObject.EMPTY, room));
            case 15 -> upgrade(user);
            default -> join(user);
        }
    }

    private void message(TestClient client) {
        JsonObject content = JsonObject.of("msgtype", "m.text", "body", "message " + count);
        did(
                client,
                "say",
                client.put("/rooms/{}/send/m.room.message/{}", content, room, "t" + room + count));
    }

    /// No redactions: servers give them as they are by then, without what they redact.
    private void redact(TestClient client) {
        List<String> others =
                said(room).stream().filter(event -> !redactions.contains(event)).toList();
        if (!others.isEmpty()) {
            String event = others.get(random.nextInt(others.size()));
            did(
                            client,
                            "redact " + event,
                            client.put(
                                    "/rooms/{}/redact/{}/{}",
                                    JsonObject.EMPTY,
                                    room,
                                    event,
                                    "t" + room + count))
                    .ifPresent(redactions::add);
        }
    }

    private void state(TestClient client, String type, JsonObject content) {
        did(client, type + " " + content, client.put("/rooms/{}/state/{}/", content, room, type));
    }

    private JsonObject joinRule() {
        return JsonObject.of("join_rule", random.nextBoolean() ? "public" : "invite");
    }

    private void power(TestClient client) {
        Answer now = client.get("/rooms/{}/state/m.room.power_levels/", room);
        if (now.status() == 200) {
            JsonObject levels = now.ok();
            JsonObject changed =
                    levels.object("users").orElse(JsonObject.EMPTY).toBuilder()
                            .put(any().client().id(), 50L * random.nextInt(3))
                            .build();
            state(client, "m.room.power_levels", levels.with("users", changed));
        }
    }

    private void membership(TestClient client, String what) {
        String target = any().client().id();
        did(
                client,
                what + " " + target,
                client.post("/rooms/{}/" + what, JsonObject.of("user_id", target), room));
    }

    /// Those who hear of it follow, or try to.
    private void upgrade(User user) {
        JsonObject version = JsonObject.of("new_version", anyVersion());
        if (said.size() == MAX_ROOMS) {
            return;
        }
        Answer answer = user.client().post("/rooms/{}/upgrade", version, room);
        did(user.client(), "upgrade " + version, answer);
        if (answer.status() == 200) {
            room = answer.ok().string("replacement_room").orElseThrow();
            said.put(room, new ArrayList<>());
            users.forEach(each -> join(each, user.node()));
        }
    }

    private void join(User user) {
        join(user, any().node());
    }

    private void join(User user, TestCluster.Node resident) {
        String via = resident.name().text();
        did(
                user.client(),
                "join via " + via,
                user.client().post("/join/{}?via={}", JsonObject.EMPTY, room, via));
    }

    private Optional<String> did(TestClient client, String what, Answer answer) {
        story.append(client.id()).append(": ").append(what).append(" -> ").append(answer.status());
        Optional<String> event =
                answer.status() == 200 ? answer.ok().string("event_id") : Optional.empty();
        event.ifPresent(id -> said.getOrDefault(room, new ArrayList<>()).add(id));
        story.append(event.map(id -> " " + id).orElse("")).append('\n');
        boolean isFault =
                answer.status() >= 500 && answer.status() != 502 && answer.status() != 504;
        if (isFault) {
            throw new AssertionError(answer.text() + "\n" + story);
        }
        return event;
    }

    private User any() {
        return users.get(random.nextInt(users.size()));
    }
}
