package org.stoa.storage;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.accounts.RemoteUserRepository;
import org.stoa.storage.accounts.UserWordRepository;
import org.stoa.storage.accounts.UserWordRepository.UserWord;
import org.stoa.storage.appservice.FollowRepository;
import org.stoa.storage.federation.InboundPduRepository;
import org.stoa.storage.federation.InboundTransactionRepository;
import org.stoa.storage.federation.OutgoingRepository;
import org.stoa.storage.federation.ServerKeyRepository;
import org.stoa.storage.receipts.CountRepository;
import org.stoa.storage.receipts.ReceiptRepository;
import org.stoa.storage.rooms.EventGraphRepository;
import org.stoa.storage.rooms.EventLogRepository;
import org.stoa.storage.rooms.EventRepository;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.PublishedRoomRepository;
import org.stoa.storage.rooms.RelationRepository;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.storage.rooms.StateRepository;
import org.stoa.storage.rooms.SyncRepository;
import org.stoa.storage.rooms.TransactionRepository;

/// What is asked of the database to send, to sync, to page, to count and to look a state key up, and the index that each
/// of it should use, by PostgreSQL's name for it.
final class HotQueries {
    private static final long ROOM = 7;
    private static final long USER = 9;
    private static final long FROM = HotRows.EVENTS / 2;
    private static final long TO = HotRows.EVENTS - 10;

    private static final EventRepository EVENTS = new EventRepository();
    private static final EventLogRepository LOG = new EventLogRepository();
    private static final EventGraphRepository GRAPH = new EventGraphRepository();
    private static final RelationRepository RELATIONS = new RelationRepository();
    private static final RoomRepository ROOMS = new RoomRepository();
    private static final PublishedRoomRepository PUBLISHED = new PublishedRoomRepository();
    private static final StateRepository STATES = new StateRepository();
    private static final SyncRepository SYNC = new SyncRepository();
    private static final MembershipRepository MEMBERSHIPS = new MembershipRepository();
    private static final ReceiptRepository RECEIPTS = new ReceiptRepository();
    private static final CountRepository COUNTS = new CountRepository();
    private static final AccountDataRepository ACCOUNT_DATA = new AccountDataRepository();
    private static final TransactionRepository TRANSACTIONS = new TransactionRepository();

    private static final UserWordRepository WORDS = new UserWordRepository();
    private static final RemoteUserRepository REMOTE = new RemoteUserRepository();
    private static final FollowRepository FOLLOW = new FollowRepository();
    private static final ServerKeyRepository KEYS = new ServerKeyRepository();
    private static final OutgoingRepository OUTGOING = new OutgoingRepository();
    private static final InboundTransactionRepository INBOUND = new InboundTransactionRepository();
    private static final InboundPduRepository STAGED = new InboundPduRepository();

    private HotQueries() {}

    /// Something that is asked, in one statement or several.
    ///
    /// @param indexes those that the plans of the statements use
    record Query(String name, Consumer<Database> ask, List<String> indexes) {}

    private static Query read(String name, Consumer<Tx> ask, String... indexes) {
        return new Query(
                name,
                database ->
                        database.read(
                                tx -> {
                                    ask.accept(tx);
                                    return name;
                                }),
                List.of(indexes));
    }

    private static Query named(String name, Consumer<Names> ask, String index) {
        return new Query(name, database -> ask.accept(database.names()), List.of(index));
    }

    /// What followers for application services ask for.
    static List<Query> bridging() {
        return List.of(
                read("services hear of", tx -> FOLLOW.events(tx, TO - 20, TO, 10), "event_pos"),
                read(
                        "services are invited",
                        tx -> FOLLOW.outside(tx, TO - 20, TO, 10),
                        "local_membership_pos",
                        "event_pkey"),
                read(
                        "services hear of receipts",
                        tx -> FOLLOW.receipts(tx, TO - 20, TO, 10),
                        "receipt_pos",
                        "event_pkey"));
    }

    static List<Query> federating() {
        return List.of(
                read("others hear of", tx -> OUTGOING.between(tx, TO - 20, TO, 10), "event_pos"),
                read("stays", tx -> OUTGOING.stays(tx, new long[] {ROOM}, 5), "room_server_pkey"),
                read(
                        "servers in a room",
                        tx -> KEYS.inARoom(tx, List.of("s5", "s6")),
                        "server_name_name_key",
                        "room_server_server"),
                read("kept keys", tx -> KEYS.kept(tx, "s5", 500), "server_key_pkey"),
                read("owed", tx -> OUTGOING.owed(tx, TO - 20, TO), "owed_pos"),
                read("owed to", tx -> OUTGOING.owedTo(tx, 9, 5, TO, 10), "owed_pkey", "event_pos"),
                read(
                        "missed",
                        tx -> OUTGOING.missed(tx, 9, TO - 1_000, TO, 10),
                        "room_server_server",
                        "event_for_others"),
                read(
                        "newest missed",
                        tx -> OUTGOING.newestMissed(tx, 9, 5, TO, 10),
                        "room_server_server",
                        "event_for_others",
                        "event_pos"),
                read(
                        "in any of",
                        tx -> OUTGOING.inAnyOf(tx, new long[] {ROOM, 8}, 10_000),
                        "room_server_pkey"));
    }

    static List<Query> sending() {
        return List.of(
                named("user", n -> n.findUser(UserId.parse("@u5:x")), "user_name_user_id_key"),
                named(
                        "users",
                        n -> n.findUsers(List.of(UserId.parse("@u6:x"), UserId.parse("@u7:x"))),
                        "user_name_user_id_key"),
                named("type", n -> n.findType("t5"), "event_type_name_key"),
                named("key", n -> n.findStateKey("t5", "k5"), "state_key_type_text_key"),
                named("keys of a type", n -> n.ofType(5, List.of(5L, 55L)), "state_key_pkey"),
                read(
                        "ids",
                        tx -> TRANSACTIONS.ofDevice(tx, USER, "d", 10),
                        "sent_transaction_request"),
                read(
                        "id",
                        tx -> TRANSACTIONS.find(tx, USER, "d", 7, "x7"),
                        "sent_transaction_request"),
                read("room", tx -> ROOMS.byId(tx, "r7"), "room_room_id_key"),
                read(
                        "rooms that are here",
                        tx -> ROOMS.stored(tx, new String[] {"r7", "r8", "none"}),
                        "room_room_id_key"),
                read("room by number", tx -> ROOMS.byNumber(tx, ROOM), "room_pkey"),
                read("servers", tx -> ROOMS.presentServers(tx, ROOM), "room_server_pkey"),
                read("partial rooms", ROOMS::partialRooms, "room_partial"),
                read("partial", tx -> ROOMS.partialEvents(tx, ROOM), "partial_event_pkey"),
                read("counts of members", tx -> ROOMS.memberCounts(tx, ROOM), "member_room"),
                read(
                        "extremities",
                        tx -> EVENTS.extremities(tx, ROOM),
                        "extremity_pkey",
                        "event_pkey"),
                read("event", tx -> EVENTS.byNumber(tx, 70), "event_pkey", "event_json_pkey"),
                read(
                        "events",
                        tx -> EVENTS.byNumbers(tx, new long[] {70, 71}),
                        "event_pkey",
                        "event_json_pkey"),
                read("id", tx -> EVENTS.numberOf(tx, new byte[8]), "event_event_id_key"),
                read("total", tx -> EVENTS.countedMain(tx, ROOM), "event_room_ord"),
                read("thread", tx -> EVENTS.countedInThread(tx, ROOM, 8), "event_room_thread"),
                read(
                        "pending redactions",
                        tx -> EVENTS.pendingRedactions(tx, ROOM, new byte[8]),
                        "pending_redaction_pkey"),
                read("membership", tx -> MEMBERSHIPS.of(tx, USER, ROOM), "local_membership_pkey"));
    }

    static List<Query> states() {
        return List.of(
                read(
                        "one key",
                        tx -> STATES.one(tx, ROOM, 90, HotRows.ABSENT_KEY),
                        "state_entry_pkey",
                        "state_line_pkey"),
                read("history", tx -> STATES.history(tx, ROOM, 5), "state_entry_pkey"),
                read(
                        "difference",
                        tx -> STATES.changedKeys(tx, ROOM, 50, 60),
                        "state_entry_version"),
                read("current", tx -> STATES.currentAt(tx, ROOM, TO), "room_version_pkey"),
                read("switches", tx -> STATES.switches(tx, ROOM), "room_version_switch"),
                read(
                        "current of a quiet room",
                        tx -> STATES.currentAt(tx, HotRows.QUIET_ROOM, TO),
                        "room_version_pkey"));
    }

    static List<Query> receiving() {
        byte[][] ids = {new byte[8], new byte[9]};
        return List.of(
                read("numbers", tx -> GRAPH.byIds(tx, ids), "event_event_id_key"),
                read("named", tx -> GRAPH.named(tx, ROOM, ids), "named_pkey"),
                read(
                        "auth graph",
                        tx -> GRAPH.authGraph(tx, HotRows.QUIET_ROOM, (event, key, auths) -> {}),
                        "event_room_auth_no"),
                read("auths", tx -> GRAPH.auths(tx, new long[] {70, 71}), "event_pkey"),
                read("ids", tx -> GRAPH.byNumbers(tx, new long[] {70, 71}), "event_pkey"),
                read(
                        "members of a server",
                        tx -> MEMBERSHIPS.ofServer(tx, ROOM, 5, 10),
                        "member_room"),
                read("auth number", tx -> GRAPH.authNo(tx, 70), "event_pkey"),
                read("gap below", tx -> GRAPH.gapAtOrBelow(tx, ROOM, TO), "gap_pkey"),
                read("gap above", tx -> GRAPH.gapAbove(tx, ROOM, FROM), "gap_pkey"),
                read("below", tx -> GRAPH.ordBelow(tx, ROOM, TO), "event_room_ord"),
                read("total below", tx -> GRAPH.countedMainBelow(tx, ROOM, TO), "event_room_ord"),
                read(
                        "thread below",
                        tx -> GRAPH.countedThreadBelow(tx, ROOM, 8, TO),
                        "event_room_thread"),
                read(
                        "thread above",
                        tx -> GRAPH.threadGoesOnAfter(tx, ROOM, 8, FROM),
                        "event_room_thread"),
                read("tip", tx -> STATES.newestVersion(tx, ROOM), "state_entry_version"),
                read("version", tx -> STATES.setBy(tx, ROOM, 50, 2), "state_entry_version"),
                read("stays", tx -> ROOMS.stays(tx, ROOM, 5)));
    }

    static List<Query> takingIn() {
        return List.of(
                read("answer", tx -> INBOUND.answer(tx, "s5", "t5"), "inbound_transaction_pkey"),
                read("oldest staged", tx -> STAGED.oldest(tx, ROOM, 50), "inbound_pdu_room"),
                read("due staged", tx -> STAGED.due(tx, ROOM, TO, 50), "inbound_pdu_room"),
                read("staged of a room", tx -> STAGED.count(tx, ROOM)),
                read("staged of both", tx -> STAGED.count(tx, ROOM, "s5")),
                read("staged of a server", tx -> STAGED.count(tx, "s5"), "inbound_pdu_origin"),
                read("rooms due", tx -> STAGED.roomsDue(tx, 5, 10), "inbound_pdu_retry"));
    }

    static List<Query> syncing() {
        return List.of(
                read(
                        "changed rooms",
                        tx -> SYNC.changedRooms(tx, USER, 2, FROM),
                        "event_room_pos",
                        "receipt_room_pos",
                        "room_version_pkey"),
                read(
                        "last position",
                        tx -> ROOMS.changedPos(tx, ROOM),
                        "event_room_pos",
                        "receipt_room_pos",
                        "room_version_pkey"),
                read("last event", tx -> EVENTS.lastPos(tx, ROOM), "event_room_pos"),
                read("position", tx -> SYNC.posAt(tx, ROOM, TO), "event_room_ord"),
                read("gap", tx -> SYNC.hasGap(tx, ROOM, TO), "gap_pkey"),
                read("news", tx -> SYNC.eventsBetween(tx, ROOM, FROM, TO, 20), "event_room_pos"),
                read("heroes", tx -> SYNC.oldestMembers(tx, ROOM, 2, 1, 3, 5), "member_room"),
                read(
                        "invites of a user",
                        tx -> MEMBERSHIPS.counted(tx, USER, 1, 5),
                        "event_pkey",
                        "user_name_pkey"),
                read("rooms", tx -> MEMBERSHIPS.ofUser(tx, USER)),
                read(
                        "changed memberships",
                        tx -> MEMBERSHIPS.ofUserSince(tx, USER, FROM, TO),
                        "local_membership_user_pos"),
                read(
                        "receipts",
                        tx -> RECEIPTS.changed(tx, ROOM, USER, FROM, TO),
                        "receipt_room_pos"),
                read(
                        "own receipts",
                        tx -> RECEIPTS.roomsOfPrivate(tx, USER, FROM, TO),
                        "receipt_private"),
                read(
                        "account data",
                        tx -> ACCOUNT_DATA.changed(tx, USER, new Position(FROM), new Position(TO)),
                        "account_data_user_pos"));
    }

    static List<Query> paging() {
        return List.of(
                read(
                        "backwards",
                        tx -> EVENTS.backwards(tx, ROOM, TO, 20),
                        "event_room_ord",
                        "event_json_pkey"),
                read(
                        "forwards",
                        tx -> EVENTS.forwards(tx, ROOM, FROM, 20),
                        "event_room_ord",
                        "event_json_pkey"),
                read("place", tx -> EVENTS.ordAt(tx, ROOM, TO), "event_room_pos"),
                read(
                        "place in a quiet room",
                        tx -> EVENTS.ordAt(tx, HotRows.QUIET_ROOM, TO),
                        "event_room_pos"));
    }

    static List<Query> listing() {
        return List.of(
                read(
                        "rooms behind",
                        tx -> PUBLISHED.behind(tx, 50, ROOM, 20),
                        "published_room_members"),
                read(
                        "rooms before",
                        tx -> PUBLISHED.before(tx, 50, ROOM, 20),
                        "published_room_members"));
    }

    /// What presence asks of who is in a room with whom.
    static List<Query> meeting() {
        long[] some = {3, 4, 5};
        return List.of(
                read("rooms of a user", tx -> MEMBERSHIPS.roomsOf(tx, USER, 2), "member_pkey"),
                read(
                        "rooms of users",
                        tx -> MEMBERSHIPS.forEachRoomOf(tx, some, 2, row -> {}),
                        "member_pkey"),
                read(
                        "members of rooms",
                        tx -> MEMBERSHIPS.forEachMember(tx, some, 2, row -> {}),
                        "member_room"),
                read("count of members", tx -> MEMBERSHIPS.count(tx, ROOM, 2, 50), "member_room"),
                read(
                        "who of here left",
                        tx -> MEMBERSHIPS.newestLocalGone(tx, ROOM, 20),
                        "local_membership_room"));
    }

    /// What is asked to find users, of this server and of others.
    static List<Query> finding() {
        UserWord first = new UserWord("", Long.MIN_VALUE);
        UserWord later = new UserWord("id77", 5);
        List<Long> some = List.of(3L, 4L, 5L);
        return List.of(
                read(
                        "words of local users",
                        tx -> WORDS.withPrefix(tx, "w7", first, 20),
                        "user_word_pkey"),
                read(
                        "local users who may be seen",
                        tx -> WORDS.visible(tx, USER, some),
                        "member_pkey",
                        "open_room_pkey"),
                read(
                        "what is shown of local users",
                        tx -> WORDS.find(tx, some),
                        "account_pkey",
                        "profile_pkey"),
                read("words", tx -> REMOTE.withPrefix(tx, "id7", first, 20), "remote_word_pkey"),
                read(
                        "more words",
                        tx -> REMOTE.withPrefix(tx, "id7", later, 20),
                        "remote_word_pkey"),
                read(
                        "words of room-mates",
                        tx -> REMOTE.roomMates(tx, HotRows.USER_OF_ONE_ROOM, "id7", 1_000, 20),
                        "member_pkey",
                        "member_room",
                        "remote_word_"),
                read(
                        "names that may be seen",
                        tx -> REMOTE.visible(tx, USER, some),
                        "member_pkey",
                        "user_name_pkey",
                        "open_room_pkey"),
                read("names", tx -> REMOTE.names(tx, some), "member_pkey", "user_name_pkey"),
                read("words of users", tx -> REMOTE.words(tx, some), "remote_word_user"),
                read("unindexed", tx -> REMOTE.unindexed(tx, 20), "unindexed_user_pkey"),
                read(
                        "members of all rooms",
                        tx -> REMOTE.members(tx, USER, ROOM, 20),
                        "member_pkey",
                        "user_name_pkey"));
    }

    /// What those ask who follow the events of all rooms.
    static List<Query> following() {
        return List.of(
                read("log", tx -> LOG.between(tx, FROM, TO, 500), "event_pos"),
                read("place in the log", tx -> LOG.idAt(tx, FROM), "event_pos"));
    }

    static List<Query> relating() {
        long[] page = {70, 71, 72};
        RelationRepository.Wanted all =
                new RelationRepository.Wanted(null, null, RelationRepository.MAX_LEVELS);
        RelationRepository.Wanted some = new RelationRepository.Wanted("m.thread", 1L, 1);
        return List.of(
                read("kinds", tx -> RELATIONS.kinds(tx, page), "event_pkey", "relation_target"),
                read(
                        "edits",
                        tx -> RELATIONS.edits(tx, page, 100),
                        "event_pkey",
                        "relation_target"),
                read(
                        "references",
                        tx -> RELATIONS.references(tx, page, 100),
                        "event_pkey",
                        "relation_target"),
                read(
                        "summaries",
                        tx -> RELATIONS.threads(tx, page, USER, Set.of(), Long.MAX_VALUE),
                        "event_room_thread",
                        "relation_target",
                        "receipt_pkey"),
                read(
                        "summaries without the ignored",
                        tx -> RELATIONS.threads(tx, page, USER, Set.of(3L), TO),
                        "event_room_thread",
                        "relation_target",
                        "receipt_pkey"),
                read("list", tx -> RELATIONS.list(tx, ROOM, TO, 20), "thread_room_child"),
                read(
                        "all relations",
                        tx -> RELATIONS.related(tx, ROOM, new byte[8], all, 0, TO, true, 20),
                        "relation_target",
                        "event_pkey"),
                read(
                        "some relations",
                        tx -> RELATIONS.related(tx, ROOM, new byte[8], some, 0, TO, false, 20),
                        "relation_target",
                        "event_pkey"),
                read(
                        "related by",
                        tx ->
                                RELATIONS.relatedBy(
                                        tx,
                                        page,
                                        Optional.of(new long[] {1}),
                                        Optional.of(new String[] {"m.thread"})),
                        "relation_target",
                        "event_pkey"),
                read(
                        "own relations",
                        tx -> RELATIONS.ofSender(tx, ROOM, new byte[8], "m.annotation", 1, 1),
                        "relation_target",
                        "event_pkey"),
                read("from a time", tx -> EVENTS.fromTime(tx, ROOM, FROM, 0, 20), "event_room_ts"),
                read("until a time", tx -> EVENTS.untilTime(tx, ROOM, TO, TO, 20), "event_room_ts"),
                read(
                        "any pending redaction",
                        tx -> EVENTS.hasPendingRedactions(tx, ROOM),
                        "pending_redaction_pkey"));
    }

    static List<Query> counting() {
        return List.of(
                read("receipt", tx -> RECEIPTS.ord(tx, ROOM, USER, 0, 0), "receipt_pkey"),
                read("floors", tx -> RECEIPTS.floors(tx, ROOM, USER), "receipt_pkey"),
                read("main", tx -> COUNTS.mainTotal(tx, ROOM), "event_room_ord"),
                read("main at", tx -> COUNTS.mainTotalAt(tx, ROOM, FROM), "event_room_ord"),
                read("main before all", tx -> COUNTS.mainTotalAt(tx, ROOM, 1), "event_room_ord"),
                read("thread", tx -> COUNTS.threadTotal(tx, ROOM, 8), "event_room_thread"),
                read("thread at", tx -> COUNTS.threadTotalAt(tx, ROOM, 8, 1), "event_room_thread"),
                read("threads", tx -> COUNTS.threadsAbove(tx, ROOM, TO), "thread_room_last"),
                read("uncounted", tx -> COUNTS.uncountedAbove(tx, ROOM, 8, FROM), "uncounted_pkey"),
                read("mentions", tx -> COUNTS.mentionsAbove(tx, ROOM, USER, FROM), "mention_pkey"),
                read(
                        "first of a thread",
                        tx -> COUNTS.firstAbove(tx, ROOM, 8, FROM),
                        "event_room_thread"),
                read("sent", tx -> RECEIPTS.hasSentAbove(tx, ROOM, USER, FROM), "receipt_pkey"),
                read(
                        "rules",
                        tx -> ACCOUNT_DATA.lastChange(tx, USER, "t1", "t2"),
                        "account_data_pkey"));
    }
}
