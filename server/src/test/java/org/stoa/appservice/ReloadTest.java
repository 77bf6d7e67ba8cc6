package org.stoa.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.boot.control.ControlCommands;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedService;
import org.stoa.testing.ScriptedService.Heard;
import org.stoa.testing.ScriptedService.Reply;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;
import org.stoa.testing.TestServer;

/// What a service is told when registrations change while the server runs.
@ParameterizedClass
@MethodSource("org.stoa.storage.testing.TestEngine#all")
final class ReloadTest {
    private final TestDatabase database;
    private final ScriptedService service = ScriptedService.start();
    private final String registration = TestRegistrations.irc(service.url());
    private final TestServer server;
    private TestClient bridge;
    private TestClient alice;
    private String room = "";

    ReloadTest(TestEngine engine) {
        database = TestDatabase.create(engine);
        server =
                TestServer.start(
                        database,
                        config -> config.withAppServices(TestRegistrations.of(registration)));
        bridge = TestRegistrations.client(server);
        alice = server.anonymous();
    }

    @BeforeEach
    void begin() {
        alice = server.register("alice");
        room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        bridge.post("/join/{}", JsonObject.EMPTY, room).ok();
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
        service.close();
    }

    private void reload(String... registrations) {
        server.homeserver().appServices().replace(TestRegistrations.of(registrations));
    }

    private List<JsonObject> listed() {
        return ControlCommands.of(server.homeserver())
                .handle(JsonObject.of("command", "appservice.list"))
                .array("services")
                .orElseThrow()
                .objects();
    }

    @Test
    void reloads_whileTransactionsRun_loseAndChangeNothing() {
        for (int i = 0; i < 200; i++) {
            alice.say(room, "message " + i);
            if (i % 10 == 0) {
                reload(registration);
            }
        }

        service.awaitMessage("message 199");
        Set<String> once = new LinkedHashSet<>(service.messages());
        assertThat(List.copyOf(once))
                .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "message " + i).toList());
        Map<String, Set<String>> contents =
                service.transactions().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Heard::transactionId,
                                        Collectors.mapping(Heard::body, Collectors.toSet())));
        assertThat(contents.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    @Test
    void service_thatIsTakenOutWithABacklog_isToldOnlyOfWhatComesAfterItsReturn() {
        service.answer(heard -> new Reply(500, "{}"));
        alice.say(room, "never told");
        ScriptedService.await(() -> listed().getFirst().integer("failures").orElseThrow() > 0);
        reload();
        assertThat(listed()).isEmpty();
        assertThat(bridge.get("/account/whoami").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
        alice.say(room, "not told either");
        int before = service.heard().size();

        reload(registration);
        service.answer(heard -> ScriptedService.OK);
        alice.say(room, "told");

        service.awaitMessage("told");
        assertThat(messagesFrom(before)).containsExactly("told");
    }

    /// The same after a stop: what is in the configuration then is what counts.
    @Test
    void service_thatIsTakenOutWhileTheServerIsDown_isToldOnlyOfWhatComesAfterItsReturn() {
        service.answer(heard -> new Reply(500, "{}"));
        alice.say(room, "never told");
        ScriptedService.await(() -> listed().getFirst().integer("failures").orElseThrow() > 0);
        server.restart(config -> config.withAppServices(List.of()));
        int before = service.heard().size();

        server.restart(config -> config.withAppServices(TestRegistrations.of(registration)));
        service.answer(heard -> ScriptedService.OK);
        alice.say(room, "told");

        service.awaitMessage("told");
        assertThat(messagesFrom(before)).containsExactly("told");
    }

    @Test
    void service_withAnotherId_isAnotherServiceWithTheSameUsers() {
        service.answer(heard -> new Reply(500, "{}"));
        alice.say(room, "told to nobody");
        ScriptedService.await(() -> listed().getFirst().integer("failures").orElseThrow() > 0);

        reload(registration.replace("id: irc", "id: irc2"));
        service.answer(heard -> ScriptedService.OK);
        int before = service.heard().size();
        alice.say(room, "told");

        service.awaitMessage("told");
        assertThat(messagesFrom(before)).containsExactly("told");
        assertThat(bridge.get("/account/whoami").ok().string("user_id"))
                .contains("@ircbot:localhost");
    }

    private List<String> messagesFrom(int first) {
        return service.heard().stream()
                .skip(first)
                .filter(Heard::isTransaction)
                .flatMap(heard -> heard.events().stream())
                .flatMap(event -> event.object("content").stream())
                .flatMap(content -> content.string("body").stream())
                .toList();
    }
}
