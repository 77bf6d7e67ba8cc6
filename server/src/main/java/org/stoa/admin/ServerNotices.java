package org.stoa.admin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.accounts.AccountsModule;
import org.stoa.accounts.data.RoomTags;
import org.stoa.accounts.profile.ProfileField;
import org.stoa.accounts.register.NewAccount;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.create.NewRoom;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.TransactionKey;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// Sends the server's own messages to users: each gets a room for them, with the tag `m.server_notice`, to which they are invited
/// and in which they cannot write. Who left it is invited into the same again with the next notice.
///
/// The room is found as the one that the notices' user made and the reader had to do with; nobody can log in as that user.
/// One notice is sent at a time, since there must not be two rooms for a user. Thread-safe.
/// Spec: client-server-api#server-notices (v1.19).
public final class ServerNotices {
    private static final Logger LOG = LoggerFactory.getLogger(ServerNotices.class);
    private static final String TAG = "m.server_notice";
    private static final String NAME = "Server notices";
    private static final String TOPIC = "What the people who run this server want you to know";

    /// Less than the 0 that sending, and inviting, needs.
    private static final JsonObject READERS_ONLY = JsonObject.of("users_default", -10);

    private final UserId author;
    private final Database database;
    private final RoomsModule rooms;
    private final AccountsModule accountsModule;
    private final RoomTags tags;
    private final AccountRepository accounts = new AccountRepository();
    private final MembershipRepository memberships = new MembershipRepository();
    private final ReentrantLock lock = new ReentrantLock();

    /// Sends as this user of this server.
    public ServerNotices(
            UserId author, Database database, AccountsModule accountsModule, RoomsModule rooms) {
        this.author = author;
        this.database = database;
        this.rooms = rooms;
        this.accountsModule = accountsModule;
        this.tags = new RoomTags(accountsModule.accountData());
    }

    /// What is sent: an event.
    public record Notice(String type, Optional<String> stateKey, JsonObject content) {
        /// A text of the operator.
        public static Notice text(String text) {
            JsonObject content =
                    JsonObject.of(
                            "msgtype",
                            "m.server_notice",
                            "server_notice_type",
                            "org.stoa.message",
                            "body",
                            text);
            return new Notice("m.room.message", Optional.empty(), content);
        }
    }

    /// Makes the account, so that nobody else takes its name.
    public void start() {
        try {
            requireAuthor();
        } catch (MatrixException unusable) {
            LOG.error("server notices cannot be sent: {}", unusable.getMessage());
        }
    }

    /// Sends a notice to a user, and returns the event.
    ///
    /// Errors: M_INVALID_PARAM when the user is not of this server; M_NOT_FOUND when there is no such account in use; M_FORBIDDEN
    /// when the notices' user is somebody's account.
    ///
    /// @param name user id, or its local part
    /// @param once who asks, and a transaction id: the same gives the event of the first time
    public StoredEvent send(String name, Notice notice, Optional<TransactionId> once) {
        Account target = requireReader(name);
        lock.lock();
        try {
            Requester sender = requireAuthor();
            Optional<Room> known = room(sender, target);
            if (known.isPresent() && once.isPresent()) {
                Optional<StoredEvent> earlier = earlier(key(once.get(), known.get()));
                if (earlier.isPresent()) {
                    return earlier.get();
                }
            }
            Room room = known.orElseGet(() -> make(sender, target));
            invite(sender, target, room);
            tag(target, room);
            return rooms.sender().send(room, draft(sender, notice), once.map(id -> key(id, room)));
        } finally {
            lock.unlock();
        }
    }

    /// Who asks, and by which id the request is known again.
    public record TransactionId(long userNid, String deviceId, String id) {}

    private static TransactionKey key(TransactionId once, Room room) {
        return new TransactionKey(
                once.userNid(), once.deviceId(), room.roomId() + "/server_notice", once.id());
    }

    private Optional<StoredEvent> earlier(TransactionKey key) {
        return rooms.transactions().find(key).map(outcome -> rooms.events().get(outcome.event()));
    }

    private static Draft draft(Requester sender, Notice notice) {
        return notice.stateKey()
                .map(
                        key ->
                                Draft.state(
                                        sender.userId(),
                                        sender.userNid(),
                                        notice.type(),
                                        key,
                                        notice.content()))
                .orElseGet(
                        () ->
                                Draft.message(
                                        sender.userId(),
                                        sender.userNid(),
                                        notice.type(),
                                        notice.content()));
    }

    private Optional<Room> room(Requester sender, Account target) {
        return database.read(tx -> memberships.roomMadeBy(tx, sender.userNid(), target.user()))
                .map(rooms.rooms()::get);
    }

    private Room make(Requester sender, Account target) {
        NewRoom wish =
                new NewRoom(
                        rooms.defaultVersion(),
                        NewRoom.Preset.PRIVATE_CHAT,
                        false,
                        Optional.empty(),
                        Optional.of(NAME),
                        Optional.of(TOPIC),
                        List.of(userId(target)),
                        false,
                        JsonObject.EMPTY,
                        List.of(),
                        READERS_ONLY);
        return rooms.rooms().require(rooms.createRoom().create(sender, wish).roomId());
    }

    private void invite(Requester sender, Account target, Room room) {
        StateView state =
                new StateView(room.visible().head().state(), database.names(), rooms.events());
        Membership now = state.membership(userId(target));
        if (now != Membership.JOIN && now != Membership.INVITE) {
            rooms.memberships().invite(sender, room, userId(target), Optional.empty());
        }
    }

    /// "Servers must identify this room to clients with the m.server_notice tag."
    private void tag(Account target, Room room) {
        String roomId = room.roomId().toString();
        if (!tags.of(target.user(), roomId).has(TAG)) {
            tags.put(target.user(), roomId, TAG, JsonObject.EMPTY);
        }
    }

    private Account requireReader(String name) {
        Optional<UserId> userId = UserId.tryParse(name);
        if (userId.isPresent() && !userId.get().server().equals(author.server())) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, name + " is not a user of this server");
        }
        String localpart = userId.map(UserId::localpart).orElse(name);
        return find(localpart)
                .filter(account -> !account.isDeactivated())
                .filter(account -> !account.localpart().equals(author.localpart()))
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.NOT_FOUND, "There is no account named " + name));
    }

    /// The user who sends; made when it is missing.
    private Requester requireAuthor() {
        Optional<Account> known = find(author.localpart());
        if (known.isEmpty()) {
            long made = accountsModule.registrar().create(NewAccount.user(author, null), tx -> {});
            accountsModule
                    .profiles()
                    .set(made, author, ProfileField.DISPLAY_NAME, new JsonString(NAME));
            return Requester.user(author, made, "");
        }
        Account account = known.get();
        if (account.passwordHash() != null
                || account.kind() != AccountKind.USER
                || account.isDeactivated()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    "notices.user names "
                            + author
                            + ", which is somebody's account, or was; choose a name that nobody has");
        }
        return Requester.user(author, account.user(), "");
    }

    private Optional<Account> find(String localpart) {
        return database.read(tx -> accounts.findByLocalpart(tx, localpart));
    }

    private UserId userId(Account account) {
        return UserId.of(account.localpart(), author.server());
    }
}
