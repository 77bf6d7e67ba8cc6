package org.stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.accounts.session.SessionWish;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

final class PasswordChangeTest {

    @EachEngine
    void logIn_provenWithThePasswordBeforeAChange_opensNoSession(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            server.client().register("alice");
            Account proven = account(server);
            server.module().admin().setPassword("alice", "looking-glass");

            assertThat(server.module().sessions().open(proven, SessionWish.PLAIN)).isEmpty();
            assertThat(server.module().sessions().open(account(server), SessionWish.PLAIN))
                    .isPresent();
        }
    }

    private static Account account(AccountsServer server) {
        return server.database()
                .read(tx -> new AccountRepository().findByLocalpart(tx, "alice"))
                .orElseThrow();
    }
}
