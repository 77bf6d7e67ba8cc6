package org.stoa.rooms;

import java.util.List;
import java.util.function.Supplier;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.accounts.data.InvitePermissions;
import org.stoa.accounts.profile.Profiles;
import org.stoa.http.Endpoint;
import org.stoa.platform.Parallel;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.RemoteServers;
import org.stoa.rooms.alias.Aliases;
import org.stoa.rooms.alias.RemoteAliases;
import org.stoa.rooms.create.CreateRoom;
import org.stoa.rooms.create.InvitesElsewhere;
import org.stoa.rooms.create.RoomMaker;
import org.stoa.rooms.delayed.DelayedModule;
import org.stoa.rooms.endpoint.BanUser;
import org.stoa.rooms.endpoint.ForgetRoom;
import org.stoa.rooms.endpoint.GetContext;
import org.stoa.rooms.endpoint.GetDelayedEvent;
import org.stoa.rooms.endpoint.GetEvent;
import org.stoa.rooms.endpoint.GetEventByTimestamp;
import org.stoa.rooms.endpoint.GetJoinedMembers;
import org.stoa.rooms.endpoint.GetMembers;
import org.stoa.rooms.endpoint.GetMessages;
import org.stoa.rooms.endpoint.GetRelations;
import org.stoa.rooms.endpoint.GetState;
import org.stoa.rooms.endpoint.GetStateEvent;
import org.stoa.rooms.endpoint.InviteUser;
import org.stoa.rooms.endpoint.JoinRoom;
import org.stoa.rooms.endpoint.JoinRoomByName;
import org.stoa.rooms.endpoint.KickUser;
import org.stoa.rooms.endpoint.KnockOnRoom;
import org.stoa.rooms.endpoint.LeaveRoom;
import org.stoa.rooms.endpoint.ListDelayedEvents;
import org.stoa.rooms.endpoint.ListJoinedRooms;
import org.stoa.rooms.endpoint.ListThreads;
import org.stoa.rooms.endpoint.MakeRoom;
import org.stoa.rooms.endpoint.ManageDelayedEvent;
import org.stoa.rooms.endpoint.PlaceFinder;
import org.stoa.rooms.endpoint.RedactEvent;
import org.stoa.rooms.endpoint.RedactEventOnce;
import org.stoa.rooms.endpoint.ScheduleEvent;
import org.stoa.rooms.endpoint.SendMessage;
import org.stoa.rooms.endpoint.SendMessageOnce;
import org.stoa.rooms.endpoint.SetState;
import org.stoa.rooms.endpoint.UnbanUser;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.AccountFollowUp;
import org.stoa.rooms.membership.Entrances;
import org.stoa.rooms.membership.MemberContent;
import org.stoa.rooms.membership.MembershipChanges;
import org.stoa.rooms.membership.NoticeRooms;
import org.stoa.rooms.membership.OtherServers;
import org.stoa.rooms.membership.RemoteMemberships;
import org.stoa.rooms.membership.RestrictedJoins;
import org.stoa.rooms.persist.JoinedNotices;
import org.stoa.rooms.persist.LineCopies;
import org.stoa.rooms.persist.NewestForOthers;
import org.stoa.rooms.persist.PersistModule;
import org.stoa.rooms.persist.PublishedRows;
import org.stoa.rooms.persist.SeenNames;
import org.stoa.rooms.read.BundledEvents;
import org.stoa.rooms.read.ClientEvents;
import org.stoa.rooms.read.Erasures;
import org.stoa.rooms.read.EventContext;
import org.stoa.rooms.read.EventGraph;
import org.stoa.rooms.read.EventsByTime;
import org.stoa.rooms.read.GapWalk;
import org.stoa.rooms.read.Members;
import org.stoa.rooms.read.Messages;
import org.stoa.rooms.read.NearestEvents;
import org.stoa.rooms.read.OtherHistories;
import org.stoa.rooms.read.Relations;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.rooms.read.RoomReading;
import org.stoa.rooms.read.Threads;
import org.stoa.rooms.read.Timeline;
import org.stoa.rooms.read.Tokens;
import org.stoa.rooms.read.Visibility;
import org.stoa.rooms.read.WholeRooms;
import org.stoa.rooms.receive.ReceiveModule;
import org.stoa.rooms.send.EventFactory;
import org.stoa.rooms.send.EventSender;
import org.stoa.rooms.send.OldTransactions;
import org.stoa.rooms.send.Recommendations;
import org.stoa.rooms.send.Sending;
import org.stoa.rooms.send.TransactionIds;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.Names;

/// Wires the rooms: their services, and the endpoints over them.
public final class RoomsModule implements AutoCloseable {
    private final RoomsConfig config;
    private final Database database;
    private final States states;

    /// Users of other servers who are invited at once into all rooms that are made.
    private static final int INVITES_AT_ONCE = 64;

    private final Rooms rooms;
    private final EventStore events;
    private final PersistModule persist;
    private final Visibility visibility;
    private final ClientEvents clientEvents;
    private final BundledEvents bundledEvents;
    private final RoomAccess access;
    private final WholeRooms whole;
    private final Timeline timeline;
    private final Tokens tokens;
    private final Aliases aliases;
    private final TransactionIds transactions;
    private final EventSender sender;
    private final RoomMaker roomMaker;
    private final MemberContent memberContent;
    private final CreateRoom createRoom;
    private final RestrictedJoins restrictedJoins;
    private final MembershipChanges memberships;
    private final OtherServers otherServers = new OtherServers();
    private final Parallel invites = new Parallel("invites", INVITES_AT_ONCE);
    private final Entrances entrances;
    private final RemoteAliases remoteAliases;
    private final EventFactory factory;
    private final Sending sending;
    private final AccountFollowUp accountFollowUp;
    private final DelayedModule delayed;
    private final OldTransactions oldTransactions;
    private final LineCopies lineCopies;
    private final ReceiveModule receive;
    private final Time time;
    private OtherHistories others = OtherHistories.NONE;

    /// Builds everything over this database; nothing runs by itself.
    ///
    /// @param signingKey what events are signed with, asked for each one
    /// @param erasures who had their content erased
    /// @param remote other servers, asked about aliases
    public RoomsModule(
            RoomsConfig config,
            Database database,
            Time time,
            Randomness randomness,
            Supplier<SigningKey> signingKey,
            Profiles profiles,
            NamespaceGuard namespaces,
            Erasures erasures,
            RemoteServers remote) {
        this.config = config;
        this.database = database;
        this.time = time;
        Names names = database.names();
        states = new States(config.stateCacheBytes());
        rooms = new Rooms(database, states, time, config.maxInMemory());
        events =
                new EventStore(
                        database, names, database.eventBytes(), rooms, config.eventCacheBytes());
        persist = PersistModule.of(config, database, events, states, time);
        visibility = new Visibility(events, states, names);
        transactions = new TransactionIds(database, time);
        clientEvents = new ClientEvents(events, transactions, erasures, time);
        bundledEvents = new BundledEvents(clientEvents, events, names);
        access = new RoomAccess(rooms, events, states, names);
        whole = new WholeRooms(rooms, time);
        timeline = new Timeline(events, visibility, names);
        tokens = new Tokens();
        aliases = new Aliases(config.serverName(), database, namespaces);
        remoteAliases = new RemoteAliases(remote);
        factory =
                new EventFactory(config.serverName(), signingKey, events, names, time, randomness);
        sender =
                new EventSender(
                        rooms,
                        events,
                        names,
                        factory,
                        persist.persister(),
                        transactions,
                        persist.priorStates(),
                        persist.extremities());
        memberContent = new MemberContent(config.serverName(), profiles);
        roomMaker =
                new RoomMaker(
                        config.serverName(),
                        rooms,
                        sender,
                        factory,
                        database.nids(),
                        time,
                        randomness,
                        persist.publishedRows());
        InvitePermissions permissions = new InvitePermissions(database);
        restrictedJoins = new RestrictedJoins(config.serverName(), database);
        memberships =
                new MembershipChanges(
                        config.serverName(),
                        sender,
                        events,
                        names,
                        database,
                        memberContent,
                        restrictedJoins,
                        new NoticeRooms(config.noticesUser()),
                        permissions,
                        otherServers);
        createRoom =
                new CreateRoom(
                        config.serverName(),
                        roomMaker,
                        sender,
                        aliases,
                        memberContent,
                        permissions,
                        new InvitesElsewhere(memberships, invites),
                        names);
        entrances =
                new Entrances(
                        config.serverName(),
                        database,
                        rooms,
                        events,
                        memberships,
                        restrictedJoins,
                        memberContent,
                        otherServers);
        sending = new Sending(sender, events, names, database, aliases);
        delayed =
                new DelayedModule(database, rooms, access, sending, memberships, randomness, time);
        accountFollowUp = new AccountFollowUp(database, rooms, memberships, entrances);
        oldTransactions = new OldTransactions(database, time);
        lineCopies = new LineCopies(database, rooms, states);
        receive =
                ReceiveModule.of(
                        config.serverName(),
                        database,
                        rooms,
                        events,
                        states,
                        sender,
                        persist,
                        restrictedJoins,
                        time);
    }

    /// Waits for the members of rooms.
    public WholeRooms whole() {
        return whole;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        Names names = database.names();
        PlaceFinder finder = new PlaceFinder(aliases, remoteAliases);
        RoomReading reading =
                new RoomReading(
                        database, access, whole, events, visibility, clientEvents, bundledEvents);
        GapWalk.Parts walking = new GapWalk.Parts(timeline, events, visibility, others, time);
        Messages messages =
                new Messages(
                        database, access, walking, tokens, visibility, clientEvents, bundledEvents);
        EventContext context =
                new EventContext(
                        database,
                        access,
                        events,
                        states,
                        names,
                        walking,
                        visibility,
                        clientEvents,
                        bundledEvents);
        Relations relations =
                new Relations(database, access, events, names, tokens, visibility, bundledEvents);
        Threads threads =
                new Threads(database, access, events, names, tokens, visibility, bundledEvents);
        Members members =
                new Members(
                        database,
                        access,
                        whole,
                        events,
                        states,
                        names,
                        tokens,
                        visibility,
                        clientEvents);
        return List.of(
                new MakeRoom(createRoom, config.defaultVersion()),
                new JoinRoom(finder, entrances),
                new JoinRoomByName(finder, entrances),
                new KnockOnRoom(finder, entrances),
                new InviteUser(rooms, memberships),
                new LeaveRoom(entrances),
                new KickUser(rooms, memberships),
                new BanUser(rooms, memberships),
                new UnbanUser(rooms, memberships),
                new ForgetRoom(rooms, memberships),
                new SendMessage(rooms, sending, delayed.events()),
                new SendMessageOnce(rooms, sending),
                new SetState(rooms, sending, memberships, delayed.events()),
                new ScheduleEvent(rooms, delayed.events()),
                new ListDelayedEvents(rooms, delayed.events()),
                new GetDelayedEvent(rooms, delayed.events()),
                new ManageDelayedEvent(delayed.events()),
                new RedactEvent(rooms, sending),
                new RedactEventOnce(rooms, sending),
                new GetState(reading),
                new GetStateEvent(reading),
                new GetEvent(reading),
                new GetContext(context),
                new GetMessages(messages),
                new GetRelations(relations),
                new ListThreads(threads),
                new GetEventByTimestamp(
                        new NearestEvents(database, access, events, eventsByTime(), others, time)),
                new GetMembers(members),
                new GetJoinedMembers(members),
                new ListJoinedRooms(database, rooms));
    }

    /// The rooms in memory.
    public Rooms rooms() {
        return rooms;
    }

    /// The newest event that other servers hear of.
    public NewestForOthers newestForOthers() {
        return persist.newestForOthers();
    }

    /// Keeps the names of members of other servers.
    public SeenNames seenNames() {
        return persist.seenNames();
    }

    /// Tells who leaves which room.
    public JoinedNotices joinedNotices() {
        return persist.joinedNotices();
    }

    /// Stored events.
    public EventStore events() {
        return events;
    }

    /// States by reference.
    public States states() {
        return states;
    }

    /// Who may see which events.
    public Visibility visibility() {
        return visibility;
    }

    /// Events as readers get them.
    public ClientEvents clientEvents() {
        return clientEvents;
    }

    /// The same, with what relates to them.
    public BundledEvents bundledEvents() {
        return bundledEvents;
    }

    /// Who may read which room.
    public RoomAccess access() {
        return access;
    }

    /// Timelines page by page.
    public Timeline timeline() {
        return timeline;
    }

    /// Places in timelines.
    public Tokens tokens() {
        return tokens;
    }

    /// Aliases of this server.
    public Aliases aliases() {
        return aliases;
    }

    /// What transaction ids led to.
    public TransactionIds transactions() {
        return transactions;
    }

    /// Keeps the room directory.
    public PublishedRows publishedRows() {
        return persist.publishedRows();
    }

    /// Sends events.
    public EventSender sender() {
        return sender;
    }

    /// Who may join by being in another room.
    public RestrictedJoins restrictedJoins() {
        return restrictedJoins;
    }

    /// How often states that differ were resolved, in all rooms, since the server was started.
    public long resolutions() {
        return persist.priorStates().resolutions();
    }

    /// Takes in events of other servers.
    public ReceiveModule receive() {
        return receive;
    }

    /// Walks of rooms' graphs, for other servers.
    public EventGraph graph() {
        return new EventGraph(events, states, visibility);
    }

    /// Says who is asked whether events are recommended, before anything is sent or received.
    public void askFor(Recommendations recommendations) {
        sender.askFor(recommendations);
        receive.events().askFor(recommendations);
    }

    /// Says who fills gaps of timelines, before {@link #endpoints} are made.
    public void fillGapsBy(OtherHistories histories) {
        others = histories;
    }

    /// Finds events by their time.
    public EventsByTime eventsByTime() {
        return new EventsByTime(events, database.names(), visibility);
    }

    /// Begins rooms.
    public RoomMaker roomMaker() {
        return roomMaker;
    }

    /// Makes whole rooms.
    public CreateRoom createRoom() {
        return createRoom;
    }

    /// The version of rooms that are made without naming one.
    public RoomVersion defaultVersion() {
        return config.defaultVersion();
    }

    /// Writes the content of member events.
    public MemberContent memberContent() {
        return memberContent;
    }

    /// Changes memberships.
    public MembershipChanges memberships() {
        return memberships;
    }

    /// Hands memberships that need another server to this from now on.
    public void connect(RemoteMemberships others) {
        otherServers.connect(others);
    }

    /// Gives events their place in rooms.
    public EventFactory factory() {
        return factory;
    }

    /// Begins the work that goes on by itself.
    public void start() {
        accountFollowUp.register(database.scheduler());
        persist.kept().register();
        receive.mergeEvents().register();
        lineCopies.register();
        oldTransactions.start();
        delayed.start();
    }

    /// Begins no more invites.
    @Override
    public void close() {
        invites.close();
    }
}
