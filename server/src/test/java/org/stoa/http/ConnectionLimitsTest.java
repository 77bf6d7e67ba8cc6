package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.platform.Changes;
import org.stoa.platform.Platform;
import org.stoa.platform.Waiter;
import org.stoa.storage.testing.Logged;

/// How many connections there may be, and what slow ones do to others.
@Timeout(120)
final class ConnectionLimitsTest {
    private static final String ASK = "GET /ask HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Platform platform = Platform.system();
    private final Changes changes = new Changes(platform.time(), platform.shutdown());
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "20000, 30000,",
        "20000, 15000, DEBUG",
        "20000, 1000, INFO",
        "18000, 15000, INFO",
        "500, 15000,",
    })
    void start_withFewerConnectionsThanWanted_isToldToWhoAskedForThemOrHasFew(
            int wanted, long possible, @Nullable String level) {
        HttpLimits limits = HttpLimits.defaults().withConnections(wanted, 10);
        try (Logged logged = Logged.by(ConnectionLimits.class)) {
            new ConnectionLimits(limits, new ClientAddress(List.of()), possible);

            assertThat(logged.lines())
                    .extracting(line -> line.substring(0, line.indexOf(" connections")))
                    .isEqualTo(level == null ? List.of() : List.of(level + " At most " + possible));
        }
    }

    private HttpEdge edge(HttpLimits limits, Cidr... trusted) {
        HttpEdge edge =
                new TestEdge(platform)
                        .config(config -> config.withLimits(limits))
                        .config(config -> config.withTrustedProxies(List.of(trusted)))
                        .with(
                                Route.get("/ask").access(Access.PUBLIC),
                                request -> Response.text(200, "yes"))
                        .with(
                                Route.post("/tell").access(Access.PUBLIC),
                                request -> Response.ok(request.body()))
                        .with(Route.get("/wait").access(Access.PUBLIC), this::await)
                        .build();
        edge.start();
        return edge;
    }

    private Response await(Request request) {
        try (Waiter waiter = changes.register(1)) {
            return Response.text(200, waiter.await(Duration.ofMinutes(1)).name());
        }
    }

    private RawClient client(HttpEdge edge) throws IOException {
        InetSocketAddress address = edge.addresses().getFirst();
        RawClient client = new RawClient(address);
        clients.add(client);
        return client;
    }

    private static boolean isAnswered(RawClient client) throws IOException {
        try {
            return client.send(ASK).read().status() == 200;
        } catch (EOFException | SocketException closed) {
            return false;
        }
    }

    @Test
    void connections_ofOneAddress_areAsManyAsItMayHave() throws IOException {
        try (HttpEdge edge = edge(HttpLimits.defaults().withConnections(100, 2))) {
            RawClient first = client(edge);
            RawClient second = client(edge);

            assertThat(isAnswered(first)).isTrue();
            assertThat(isAnswered(second)).isTrue();
            assertThat(isAnswered(client(edge))).isFalse();
            assertThat(isAnswered(first)).isTrue();
        }
    }

    @Test
    void connection_afterAnotherHasEnded_isTaken() throws IOException {
        try (HttpEdge edge = edge(HttpLimits.defaults().withConnections(100, 1))) {
            try (RawClient first = new RawClient(edge.addresses().getFirst())) {
                assertThat(isAnswered(first)).isTrue();
            }

            // The server hears of the end a moment later.
            while (!isAnswered(client(edge))) {
                clients.removeLast().close();
            }

            assertThat(isAnswered(client(edge))).isFalse();
        }
    }

    @Test
    void connections_ofAProxyThatIsTrusted_areBoundedByThoseOfAll() throws IOException {
        HttpLimits limits = HttpLimits.defaults().withConnections(3, 1);
        try (HttpEdge edge = edge(limits, Cidr.parse("127.0.0.0/8"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(isAnswered(client(edge))).isTrue();
            }

            assertThat(isAnswered(client(edge))).isFalse();
        }
    }

    @Test
    void polls_ofThousandsBehindOneAddress_waitTogether() throws Exception {
        int thousands = 3_000;
        try (HttpEdge edge = edge(HttpLimits.defaults())) {
            for (int i = 0; i < thousands; i++) {
                client(edge).send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
            }

            assertThat(isAnswered(client(edge))).isTrue();
            platform.shutdown().begin();
            for (RawClient waiting : clients.subList(0, thousands)) {
                assertThat(waiting.read().text()).isEqualTo("SHUTDOWN");
            }
        }
    }

    @Test
    void idleConnections_whileThereAreNearlyTooMany_areClosedSoon() throws IOException {
        try (HttpEdge edge = edge(HttpLimits.defaults().withConnections(8, 8))) {
            for (int i = 0; i < 7; i++) {
                assertThat(isAnswered(client(edge))).isTrue();
            }

            // The usual time for an idle connection is a minute; a client here reads for 20 s at
            // most.
            assertThat(clients.getFirst().isClosed()).isTrue();
        }
    }

    @Test
    void connections_thatDrip_keepNobodyElseWaiting() throws IOException {
        try (HttpEdge edge = edge(HttpLimits.defaults())) {
            List<RawClient> dripping = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                RawClient client = client(edge);
                client.send(
                        i % 2 == 0
                                ? "GET /ask HTTP/1.1\r\nX: "
                                : "POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{");
                dripping.add(client);
            }

            for (int round = 0; round < 5; round++) {
                for (RawClient client : dripping) {
                    client.send(" ");
                }
                assertThat(isAnswered(client(edge))).isTrue();
            }
        }
    }
}
