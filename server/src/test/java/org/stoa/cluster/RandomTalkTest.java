package org.stoa.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;

/// Random conversations over a network that loses, delays and cuts end with the same room on every server.
///
/// `-Dstoa.cluster.runs=10000` has more of them than usual, `-Dstoa.cluster.seed=…` begins with another one.
final class RandomTalkTest {
    private static final int SERVERS = 3;
    private static final int USERS_OF_EACH = 2;
    private static final int STEPS = 30;
    private static final int ROUNDS = 3;
    private static final int RUNS = Integer.getInteger("stoa.cluster.runs", 200);
    private static final long SEED = Long.getLong("stoa.cluster.seed", 1);

    /// After so many rooms the servers are begun anew, so that they stay small.
    private static final int ROOMS_OF_A_CLUSTER = 50;

    @Test
    void servers_afterAnyConversation_haveTheSameRoom() {
        for (int run = 0; run < RUNS; run += ROOMS_OF_A_CLUSTER) {
            rooms(SEED + run, Math.min(ROOMS_OF_A_CLUSTER, RUNS - run));
        }
    }

    private static void rooms(long firstSeed, int count) {
        try (TestCluster cluster = new TestCluster(SERVERS, firstSeed)) {
            List<RandomTalk.User> users = new ArrayList<>();
            for (TestCluster.Node node : cluster.nodes()) {
                for (int i = 0; i < USERS_OF_EACH; i++) {
                    users.add(new RandomTalk.User(node, node.register("user" + i)));
                }
            }
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                RandomTalk talk = new RandomTalk(cluster, users, seed);
                talk.talk(STEPS);
                cluster.network().heal();
                requireSame(cluster, users, talk, seed);
            }
        }
    }

    private static void requireSame(
            TestCluster cluster, List<RandomTalk.User> users, RandomTalk talk, long seed) {
        // A server that was taken for gone is told of what happened meanwhile by the events that
        // come after.
        boolean isSame = false;
        for (int round = 0; !isSame && round < ROUNDS; round++) {
            for (RandomTalk.User user : users) {
                speak(user.client(), talk, "last words " + round);
            }
            isSame = cluster.await(() -> isSame(users, talk));
        }
        assertThat(isSame)
                .as(
                        "the rooms after the conversation with seed %d are the same\n%s\n%s",
                        seed, talk.story(), differences(users, talk) + knowledge(cluster, talk))
                .isTrue();
    }

    /// Which of the acknowledged events each server has.
    private static String knowledge(TestCluster cluster, RandomTalk talk) {
        StringBuilder text = new StringBuilder();
        for (TestCluster.Node node : cluster.nodes()) {
            text.append(node.host()).append(" lacks ");
            talk.said().stream()
                    .filter(event -> !node.has(talk.room(), event))
                    .forEach(event -> text.append(event).append(' '));
            text.append("waiting: ").append(node.waiting()).append('\n');
        }
        return text.toString();
    }

    private static void speak(TestClient client, RandomTalk talk, String text) {
        String room = talk.room();
        JsonObject content = JsonObject.of("msgtype", "m.text", "body", text);
        Answer answer = client.put("/rooms/{}/send/m.room.message/{}", content, room, text + room);
        assertThat(answer.status()).isIn(200, 403);
        if (answer.status() == 200) {
            talk.said().add(answer.ok().string("event_id").orElseThrow());
        }
    }

    /// Whether all who are in the room, by the state that most of them see, see that state. Somebody who joined while the room was
    /// closed elsewhere is in it by his own server's account only: the others take that for an evasion (soft failure).
    private static boolean isSame(List<RandomTalk.User> users, RandomTalk talk) {
        Map<Set<String>, List<String>> states = states(users, talk);
        return states.entrySet().stream()
                .max(Comparator.comparingInt(each -> each.getValue().size()))
                .map(most -> most.getValue().containsAll(joined(most.getKey())))
                .orElse(true);
    }

    private static List<String> joined(Set<String> state) {
        return state.stream()
                .filter(
                        line ->
                                line.startsWith("m.room.member ")
                                        && line.contains("\"membership\":\"join\""))
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }

    /// The states that servers have, as far as somebody of theirs is in the room, with who has them.
    private static Map<Set<String>, List<String>> states(
            List<RandomTalk.User> users, RandomTalk talk) {
        Map<Set<String>, List<String>> states = new HashMap<>();
        for (RandomTalk.User user : users) {
            if (isJoined(user.client(), talk.room())) {
                Answer answer = user.client().get("/rooms/{}/state", talk.room());
                if (answer.status() == 200) {
                    Set<String> events = new HashSet<>();
                    answer.array().objects().forEach(event -> events.add(line(event)));
                    states.computeIfAbsent(events, each -> new ArrayList<>())
                            .add(user.client().id());
                }
            }
        }
        return states;
    }

    private static boolean isJoined(TestClient client, String room) {
        return client.get("/joined_rooms")
                .ok()
                .array("joined_rooms")
                .orElseThrow()
                .strings()
                .contains(room);
    }

    private static String line(JsonObject event) {
        return event.string("type").orElse("")
                + " "
                + event.string("state_key").orElse("")
                + " "
                + event.string("event_id").orElse("")
                + " "
                + event.object("content").orElse(JsonObject.EMPTY);
    }

    private static String differences(List<RandomTalk.User> users, RandomTalk talk) {
        Map<Set<String>, List<String>> states = states(users, talk);
        Set<String> common = new HashSet<>();
        states.keySet().stream().findFirst().ifPresent(common::addAll);
        states.keySet().forEach(common::retainAll);
        StringBuilder text = new StringBuilder();
        states.forEach(
                (state, who) -> {
                    text.append(who).append('\n');
                    state.stream()
                            .filter(line -> !common.contains(line))
                            .sorted()
                            .forEach(line -> text.append("  ").append(line).append('\n'));
                });
        return text.toString();
    }
}
