package org.stoa.rooms.delayed;

import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.MembershipChanges;
import org.stoa.rooms.send.Sending;
import org.stoa.rooms.send.TransactionIds;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.rooms.DelayedEvent;

/// Sends what was delayed, as if the user asked for it now: what he may send is decided at this time. One that was sent before
/// is not sent again.
final class DelayedDelivery {
    private final Database database;
    private final Rooms rooms;
    private final Sending sending;
    private final MembershipChanges memberships;
    private final AccountRepository accounts = new AccountRepository();

    DelayedDelivery(
            Database database, Rooms rooms, Sending sending, MembershipChanges memberships) {
        this.database = database;
        this.rooms = rooms;
        this.sending = sending;
        this.memberships = memberships;
    }

    /// Sends it and returns the event.
    ///
    /// Errors: those of sending it at once; M_FORBIDDEN when the account is closed, locked or suspended.
    StoredEvent send(DelayedEvent event) {
        Requester requester = requester(event.user());
        Room room = rooms.get(event.room());
        JsonObject content = Json.parseObject(event.content());
        Optional<String> once = Optional.of(event.delayId());
        String stateKey = event.stateKey();
        if (stateKey == null) {
            return sending.message(requester, room, event.type(), content, once);
        }
        return event.type().equals("m.room.member")
                ? memberships.set(requester, room, stateKey, content)
                : sending.state(requester, room, event.type(), stateKey, content, once);
    }

    private Requester requester(long user) {
        Account account =
                database.read(tx -> accounts.find(tx, user))
                        .filter(DelayedDelivery::isActive)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.FORBIDDEN,
                                                "The account may not send events now"));
        return Requester.user(database.names().userId(user), user, TransactionIds.DELAYED)
                .asGuest(account.kind() == AccountKind.GUEST);
    }

    private static boolean isActive(Account account) {
        return account.deactivatedTs() == null && !account.locked() && !account.suspended();
    }
}
