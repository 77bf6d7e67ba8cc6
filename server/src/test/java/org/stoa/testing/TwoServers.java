package org.stoa.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.LoginLimit;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.password.Argon2Cost;
import org.stoa.boot.Homeserver;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.Cidr;
import org.stoa.http.HttpConfig;
import org.stoa.http.ListenerConfig;
import org.stoa.http.RateLimitConfig;
import org.stoa.platform.Platform;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteConfig;
import org.stoa.rooms.RoomsConfig;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// Two whole homeservers, `one.test` and `two.test`, that talk to each other over TLS on loopback. Their clients need no port.
public final class TwoServers implements AutoCloseable {
    private final TestAuthority authority = new TestAuthority();
    private final ScriptedResolver names = new ScriptedResolver();
    private final Member one;
    private final Member two;

    /// Starts both, each with its own change of the usual configuration.
    public TwoServers(
            Path folder,
            UnaryOperator<HomeserverConfig> settingsOfOne,
            UnaryOperator<HomeserverConfig> settingsOfTwo) {
        one = start("one.test", folder, settingsOfOne);
        two = start("two.test", folder, settingsOfTwo);
    }

    /// One homeserver.
    public record Member(TestDatabase database, Homeserver homeserver) {
        /// A client without an account.
        public TestClient anonymous() {
            return TestClient.anonymous(new MemoryTransport(homeserver::edge));
        }

        /// Makes an account and returns its client.
        public TestClient register(String localpart) {
            return anonymous().register(localpart);
        }
    }

    public Member one() {
        return one;
    }

    public Member two() {
        return two;
    }

    private Member start(String name, Path folder, UnaryOperator<HomeserverConfig> settings) {
        TestDatabase database = TestDatabase.create(TestEngine.SQLITE);
        HomeserverConfig config = settings.apply(config(ServerName.parse(name), database, folder));
        Homeserver homeserver = new Homeserver(config, Platform.system(), names);
        homeserver.edge().start();
        homeserver.start();
        names.server(name, homeserver.edge().addresses().getFirst().getPort());
        return new Member(database, homeserver);
    }

    private HomeserverConfig config(ServerName name, TestDatabase database, Path folder) {
        AccountsConfig accounts =
                AccountsConfig.defaults(name)
                        .withRegistration(
                                new RegistrationConfig(
                                        RegistrationMode.OPEN, true, List.of(), "shared"))
                        .withPasswordCost(new Argon2Cost(64, 1, 1))
                        .withLoginLimit(LoginLimit.OFF);
        ListenerConfig listener =
                ListenerConfig.https(
                        "127.0.0.1",
                        0,
                        authority.files(folder.resolve(name.text()), authority.issue(name.text())));
        HttpConfig http =
                HttpConfig.defaults()
                        .withListeners(List.of(listener))
                        .withRateLimits(RateLimitConfig.off());
        return new HomeserverConfig(database.config(), http, accounts, RoomsConfig.of(name))
                .withRemote(
                        RemoteConfig.of(name)
                                .withAuthorities(List.of(authority.certificate()))
                                .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8"))));
    }

    @Override
    public void close() {
        for (Member member : List.of(two, one)) {
            member.homeserver().edge().close();
            member.homeserver().close();
            member.database().close();
        }
    }
}
