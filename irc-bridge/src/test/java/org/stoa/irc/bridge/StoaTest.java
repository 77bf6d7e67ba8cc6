package org.stoa.irc.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bridge.AppService;
import org.stoa.bridge.Settings;
import org.stoa.bridge.client.Pauses;
import org.stoa.bridge.registration.Namespace;
import org.stoa.bridge.registration.Registration;
import org.stoa.bridge.registration.RegistrationFile;
import org.stoa.bridge.testing.Awaiting;
import org.stoa.irc.testing.IrcUser;
import org.stoa.irc.testing.Ngircd;
import org.stoa.irc.testing.RunningStoa;
import org.stoa.irc.testing.TestBridge;
import org.stoa.protocol.id.ServerName;

/// The whole of it: Stoa as a process of its own, the bridge, and a real IRC server.
class StoaTest {

    private static final ServerName LOCALHOST = ServerName.parse("localhost");

    @TempDir Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void talk_withARestartOfTheBridge_losesAndDoublesNothing() throws Exception {
        Ngircd irc = Ngircd.start(folder);
        opened.add(irc);
        IrcUser ivan = new IrcUser(irc.port(), "ivan").join("#tea");
        opened.add(ivan);
        int port = Ngircd.freePort();
        Registration registration =
                Registration.ofBot("irc", "http://127.0.0.1:" + port)
                        .withSender("ircbridge")
                        .withProtocols(List.of("irc"))
                        .withNamespaces(
                                List.of(Namespace.exclusiveBetween("@_irc_", ":localhost")),
                                List.of(Namespace.exclusiveBetween("#irc_", ":localhost")));
        RegistrationFile.write(folder.resolve("irc.yaml"), registration);
        RunningStoa stoa = RunningStoa.start(folder);
        opened.add(stoa);
        Bridge bridge = bridge(registration, stoa, port, irc);
        String anna = stoa.register("anna");

        String room = stoa.join(anna, "#irc_net_tea:localhost");
        Awaiting.until("anna on IRC", () -> ivan.lines("JOIN").contains("anna[m] #tea"));
        List<String> toMatrix = new ArrayList<>();
        List<String> toIrc = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ivan.send("PRIVMSG #tea :irc " + i);
            toMatrix.add("@_irc_net_ivan:localhost irc " + i);
            stoa.say(anna, room, "matrix " + i);
            toIrc.add("anna[m] PRIVMSG matrix " + i);
        }
        // What IRC says while nobody listens is lost: all of it was heard, but not all dealt with.
        ivan.send("PRIVMSG bridge :\u0001PING x\u0001");
        Awaiting.until(
                "heard", () -> ivan.said("ivan").contains("bridge NOTICE \u0001PING x\u0001"));
        bridge.close();
        for (int i = 10; i < 15; i++) {
            stoa.say(anna, room, "matrix " + i);
            toIrc.add("anna[m] PRIVMSG matrix " + i);
        }
        opened.add(bridge(registration, stoa, port, irc));
        Awaiting.until(
                "the bridge is back",
                () -> ivan.lines("JOIN").stream().filter("bridge #tea"::equals).count() == 2);
        ivan.send("PRIVMSG #tea :irc 10");
        toMatrix.add("@_irc_net_ivan:localhost irc 10");

        ivan.awaitSaid("#tea", "anna[m] PRIVMSG matrix 14");
        Awaiting.until(
                "all on Matrix",
                () -> stoa.messages(anna, room).contains("@_irc_net_ivan:localhost irc 10"));
        assertThat(ivan.said("#tea")).isEqualTo(toIrc);
        assertThat(stoa.messages(anna, room))
                .filteredOn(message -> message.startsWith("@_irc"))
                .isEqualTo(toMatrix);
    }

    private Bridge bridge(Registration registration, RunningStoa stoa, int port, Ngircd irc)
            throws IOException {
        AppService service =
                AppService.open(
                        registration,
                        new Settings(
                                stoa.url(),
                                LOCALHOST,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                folder.resolve("bridge.journal")));
        Pauses brief =
                time -> Thread.sleep(Math.min(time.toMillis(), Duration.ofMillis(50).toMillis()));
        Bridge bridge =
                new Bridge(service, LOCALHOST, List.of(TestBridge.network(irc.port())), brief);
        bridge.start();
        return bridge;
    }
}
