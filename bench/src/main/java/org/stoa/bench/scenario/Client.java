package org.stoa.bench.scenario;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.http.Json;

/// A user with a connection, for one thread at a time.
public record Client(Connection connection, Account account) implements AutoCloseable {
    private static final String API = "/_matrix/client/v3/";
    private static final int PAGE = 500;

    /// Makes a room and returns its id.
    String createRoom(String body) throws IOException {
        return post("createRoom", body).orThrow().text("room_id");
    }

    /// Makes a room that anybody may join.
    String createPublicRoom() throws IOException {
        return createRoom("{\"preset\":\"public_chat\"}");
    }

    void join(String room) throws IOException {
        post("join/" + encode(room), "{}").orThrow();
    }

    /// Sends a message and returns its event id.
    String send(String room, String transaction, String text) throws IOException {
        return put(
                        "rooms/" + encode(room) + "/send/m.room.message/" + transaction,
                        "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}")
                .orThrow()
                .text("event_id");
    }

    Answer get(String path) throws IOException {
        return connection.call("GET", API + path, account.token(), "");
    }

    Answer post(String path, String body) throws IOException {
        return connection.call("POST", API + path, account.token(), body);
    }

    Answer put(String path, String body) throws IOException {
        return connection.call("PUT", API + path, account.token(), body);
    }

    /// Asks for what is new.
    ///
    /// @param since empty for an initial sync
    Answer sync(String filter, String since, int timeoutMillis) throws IOException {
        return get(syncPath(filter, since, timeoutMillis)).orThrow();
    }

    /// Asks for what is new without waiting for the answer.
    void sendSync(String filter, String since, int timeoutMillis) throws IOException {
        connection.send("GET", API + syncPath(filter, since, timeoutMillis), account.token(), "");
    }

    private static String syncPath(String filter, String since, int timeoutMillis) {
        return "sync?set_presence=offline&timeout="
                + timeoutMillis
                + "&filter="
                + filter
                + (since.isEmpty() ? "" : "&since=" + encode(since));
    }

    /// A place in the stream from which nothing is new.
    String caughtUp(String filter) throws IOException {
        String since = sync(filter, "", 0).text("next_batch");
        for (int round = 0; round < 20; round++) {
            Answer answer = sync(filter, since, 0);
            since = answer.text("next_batch");
            if (!answer.json().at("rooms").isThere() || quiet(answer.json())) {
                return since;
            }
        }
        throw new CheckFailed("/sync has always something new");
    }

    private static boolean quiet(Json sync) {
        return sync.at("rooms", "join").members().isEmpty()
                && sync.at("rooms", "invite").members().isEmpty();
    }

    /// Ids of all messages of a room, oldest first.
    List<String> messages(String room) throws IOException {
        List<String> newestFirst = new ArrayList<>();
        String from = "";
        do {
            Json page =
                    get("rooms/" + encode(room) + "/messages?dir=b&limit=" + PAGE + from)
                            .orThrow()
                            .json();
            for (Json event : page.at("chunk").items()) {
                if (event.at("type").text().equals("m.room.message")) {
                    newestFirst.add(event.at("event_id").text());
                }
            }
            String end = page.at("end").text();
            from =
                    end.isEmpty() || page.at("chunk").items().isEmpty()
                            ? ""
                            : "&from=" + encode(end);
        } while (!from.isEmpty());
        return newestFirst.reversed();
    }

    /// A filter for the query of /sync: no presence, account data or ephemeral events.
    static String filter(int timeline, boolean lazy) {
        return filter(timeline, lazy, Set.of());
    }

    /// The same with more members of the filter, like `"event_format":"federation"`.
    static String filter(int timeline, boolean lazy, Set<String> more) {
        String extra = more.isEmpty() ? "" : "," + String.join(",", more);
        return encode(
                """
                {"presence":{"not_types":["*"]},"account_data":{"not_types":["*"]},"room":{\
                "timeline":{"limit":%d},"state":{"lazy_load_members":%b},"ephemeral":{"not_types":["*"]},\
                "account_data":{"not_types":["*"]}}%s}"""
                        .formatted(timeline, lazy, extra));
    }

    /// Encoded as one segment of a path or one value of a query.
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
