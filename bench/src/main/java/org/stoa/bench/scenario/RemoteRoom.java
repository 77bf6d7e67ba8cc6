package org.stoa.bench.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.stoa.bench.federation.Resident;
import org.stoa.bench.federation.SyntheticRoom;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Json;

/// A room of other servers that a local user joins.
///
/// @param user with a connection that is new: servers close those that were idle for long
record RemoteRoom(SyntheticRoom room, Resident resident, Client user) implements AutoCloseable {
    /// Servers in such a room.
    static final int SERVERS = 10;

    /// A list of members that is not whole by then never will be.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    /// Servers close connections that are idle for longer.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final int GATEWAY_TIMEOUT = 504;

    /// Makes the room.
    static RemoteRoom make(Trial trial, Peers peers, Account user, int members) throws IOException {
        trial.progress().phase("signing " + members + " members");
        SyntheticRoom room = new SyntheticRoom(peers.all(), "bench" + members, members);
        return new RemoteRoom(room, new Resident(room), trial.client(user));
    }

    /// The same with another connection.
    RemoteRoom again(Trial trial) throws IOException {
        return new RemoteRoom(room, resident, trial.client(user.account()));
    }

    private String path() {
        return "rooms/" + Client.encode(room.id());
    }

    /// Joins; milliseconds until the answer.
    double join() throws IOException {
        String server = Client.encode(room.peer(0).name());
        long start = System.nanoTime();
        user.post(
                        "join/"
                                + Client.encode(room.id())
                                + "?server_name="
                                + server
                                + "&via="
                                + server,
                        "{}")
                .orThrow();
        return (System.nanoTime() - start) / 1e6;
    }

    /// Waits until all members are listed, and checks who they are. A list of 10,000 takes a while itself, so it is asked for
    /// again only after as long as it took, or a few seconds.
    void awaitMembers() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> expected = new HashSet<>();
        for (int member = 0; member < room.size(); member++) {
            expected.add(room.user(member));
        }
        expected.add(user.account().userId());
        while (true) {
            long start = System.nanoTime();
            Set<String> found = members();
            if (found.equals(expected)) {
                return;
            }
            CheckFailed.unless(
                    expected.containsAll(found), "the room has members that never joined");
            CheckFailed.unless(
                    System.nanoTime() < deadline,
                    "the list of members has only " + found.size() + " of " + expected.size());
            long took = System.nanoTime() - start;
            long pause = Math.clamp(took, ASK_AGAIN.toNanos(), LONGEST_PAUSE.toNanos());
            Thread.sleep(Duration.ofNanos(pause));
        }
    }

    /// The members; nobody when the server did not want to wait for them any longer, which only says to ask again.
    private Set<String> members() throws IOException {
        Set<String> found = new HashSet<>();
        Answer answer = user.get(path() + "/members?membership=join");
        if (answer.status() == GATEWAY_TIMEOUT) {
            return found;
        }
        Json members = answer.orThrow().json();
        for (Json event : members.at("chunk").items()) {
            found.add(event.at("state_key").text());
        }
        return found;
    }

    /// The name of a member, as the state has it.
    String name(String member) throws IOException {
        return user.get(path() + "/state/m.room.member/" + Client.encode(member))
                .orThrow()
                .json()
                .at("displayname")
                .text();
    }

    @Override
    public void close() throws IOException {
        user.close();
    }
}
