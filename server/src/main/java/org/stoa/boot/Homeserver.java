package org.stoa.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.stoa.accounts.AccountsHooks;
import org.stoa.accounts.AccountsModule;
import org.stoa.accounts.DeviceRemoved;
import org.stoa.accounts.profile.RemoteProfiles;
import org.stoa.admin.AdminModule;
import org.stoa.admin.Reports;
import org.stoa.admin.ServerNotices;
import org.stoa.appservice.AppServiceModule;
import org.stoa.appservice.Registrations;
import org.stoa.boot.pages.PagesModule;
import org.stoa.directory.DirectoryModule;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.ephemeral.Presence;
import org.stoa.federation.FederationModule;
import org.stoa.http.Activity;
import org.stoa.http.Endpoint;
import org.stoa.http.Health;
import org.stoa.http.HttpEdge;
import org.stoa.http.RateLimits;
import org.stoa.http.auth.Authenticator;
import org.stoa.platform.Changes;
import org.stoa.platform.Platform;
import org.stoa.protocol.id.ServerName;
import org.stoa.push.PushModule;
import org.stoa.remote.RemoteModule;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.connect.Resolver;
import org.stoa.remote.connect.SystemResolver;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.alias.RemoteAliases;
import org.stoa.rooms.delayed.DelayedEvents;
import org.stoa.rooms.guests.GuestsModule;
import org.stoa.rooms.hierarchy.RemoteSpaces;
import org.stoa.rooms.membership.AccountFollowUp;
import org.stoa.rooms.preview.PreviewModule;
import org.stoa.rooms.read.Erasures;
import org.stoa.rooms.receipts.ReceiptsModule;
import org.stoa.rooms.upgrade.UpgradeModule;
import org.stoa.search.SearchModule;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.Scheduler;
import org.stoa.storage.ServerIdentity;
import org.stoa.storage.migrate.BackgroundRewrites;
import org.stoa.sync.SyncModule;
import org.stoa.sync.online.OnlineUsers;

/// The composition root: all features in order, built by hand. What runs by itself begins with {@link #start}.
public final class Homeserver implements AutoCloseable {
    private final ServerName serverName;
    private final Database database;
    private final Scheduler scheduler;
    private final RemoteModule remote;
    private final AccountsModule accounts;
    private final RoomsModule rooms;
    private final GuestsModule guests;
    private final UpgradeModule upgrades;
    private final DirectoryModule directory;
    private final Changes changes;
    private final EphemeralModule ephemeral;
    private final SearchModule search;
    private final AppServiceModule appServices;
    private final FederationModule federation;
    private final SyncModule sync;
    private final BackgroundRewrites rewrites;
    private final AdminModule admin;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final HttpEdge edge;

    /// Opens the database and builds every feature; nothing listens yet.
    ///
    /// Throws StorageException when the database cannot be opened.
    public Homeserver(HomeserverConfig config, Platform platform) {
        this(config, platform, new SystemResolver());
    }

    /// The same with another name service than the machine's.
    public Homeserver(HomeserverConfig config, Platform platform, Resolver resolver) {
        this(config, platform, resolver, UnaryOperator.identity());
    }

    /// The same, with something between this server and the others.
    public Homeserver(
            HomeserverConfig config,
            Platform platform,
            Resolver resolver,
            UnaryOperator<Asker> network) {
        serverName = config.accounts().serverName();
        changes = new Changes(platform.time(), platform.shutdown());
        OnlineUsers online = new OnlineUsers(platform.time(), changes);
        DatabaseMetrics metrics = new DatabaseMetrics(platform.metrics());
        database = Database.open(config.database(), CommitListener.all(online, changes, metrics));
        requireOwn(database, config.accounts().serverName());
        changes.startAt(database.frontier());
        scheduler = database.scheduler();
        RateLimits rateLimits = new RateLimits(config.http().rateLimits(), platform.time());
        remote =
                new RemoteModule(
                        config.remote(), database, resolver, network, rateLimits, platform);
        Registrations registrations = new Registrations(config.appServices());
        Erasures erasures = new Erasures(database);
        accounts =
                new AccountsModule(
                        database,
                        platform,
                        config.accounts(),
                        new AccountsHooks(
                                registrations,
                                AccountFollowUp.onProfileChange(scheduler),
                                DeviceRemoved.NOBODY,
                                erasures.onDeactivation(
                                        DelayedEvents.onDeactivation(
                                                AccountFollowUp.onDeactivation(
                                                        scheduler, platform.time()))),
                                new RemoteProfiles(remote.servers()),
                                registrations));
        rooms =
                new RoomsModule(
                        config.rooms(),
                        database,
                        platform.time(),
                        platform.randomness(),
                        remote.ownKeys()::current,
                        accounts.profiles(),
                        registrations,
                        erasures,
                        remote.servers());
        guests = new GuestsModule(database, rooms);
        upgrades = new UpgradeModule(database, platform.time(), rooms, accounts.accountData());
        PreviewModule previews =
                new PreviewModule(
                        database,
                        rooms,
                        rooms.restrictedJoins(),
                        new RemoteSpaces(
                                config.rooms().serverName(), remote.servers(), platform.time()),
                        new RemoteAliases(remote.servers()));
        directory =
                new DirectoryModule(
                        config.directory(),
                        config.rooms().serverName(),
                        database,
                        rooms,
                        previews.summaries(),
                        remote.servers(),
                        platform.time());
        rewrites =
                new BackgroundRewrites(
                        database, List.of(accounts.userIndex(), directory.memberNames()));
        ReceiptsModule receipts =
                new ReceiptsModule(
                        database,
                        rooms.rooms(),
                        rooms.events(),
                        rooms.states(),
                        changes,
                        platform.time());
        ephemeral = new EphemeralModule(config.ephemeral(), platform, database, rooms.access());
        rooms.joinedNotices().onLeaving(ephemeral.typing()::stop);
        rooms.joinedNotices().onJoining((room, user) -> ephemeral.presence().joined(user));
        search = new SearchModule(config.search(), database, rooms, platform);
        appServices =
                new AppServiceModule(
                        registrations, database, platform, changes, accounts, rooms, ephemeral);
        federation =
                new FederationModule(
                        config.rooms().serverName(),
                        database,
                        platform,
                        changes,
                        remote,
                        rooms,
                        previews,
                        receipts.receipts(),
                        ephemeral,
                        rateLimits);
        sync =
                new SyncModule(
                        platform,
                        database,
                        changes,
                        online,
                        accounts.filters(),
                        rooms,
                        receipts.counts(),
                        ephemeral);
        endpoints.addAll(remote.endpoints());
        endpoints.addAll(accounts.endpoints());
        endpoints.addAll(rooms.endpoints());
        endpoints.addAll(upgrades.endpoints());
        endpoints.addAll(previews.endpoints());
        admin =
                new AdminModule(
                        config.rooms().noticesUser(), database, accounts, rooms, platform.time());
        endpoints.addAll(admin.endpoints());
        endpoints.addAll(new PushModule(accounts.accountData()).endpoints());
        endpoints.addAll(directory.endpoints());
        endpoints.addAll(search.endpoints());
        endpoints.addAll(appServices.endpoints());
        endpoints.addAll(federation.endpoints());
        endpoints.addAll(new PagesModule(config).endpoints());
        endpoints.add(new Health(List.of(new DatabaseHealth(database)), platform.shutdown()));
        metrics.watch(database);
        platform.metrics().gauge("stoa.rooms.in.memory", rooms.rooms()::inMemory);
        platform.metrics().gauge("stoa.rooms.resolutions", rooms::resolutions);
        endpoints.addAll(receipts.endpoints());
        endpoints.addAll(ephemeral.endpoints());
        endpoints.addAll(sync.endpoints());
        Authenticator authenticator =
                new Authenticator(
                        appServices.tokenLookup(accounts.tokenLookup()), remote.incoming());
        edge =
                new HttpEdge(
                        config.http(),
                        endpoints,
                        authenticator,
                        rateLimits,
                        activity(ephemeral.presence()),
                        platform);
    }

    private static Activity activity(Presence presence) {
        return requester -> presence.active(requester.userNid(), requester.deviceId().orElse(""));
    }

    /// All ids of users and rooms end in the name, so another name would make strangers of all of them.
    private static void requireOwn(Database database, ServerName name) {
        String owner = ServerIdentity.claim(database, name.toString());
        if (!owner.equals(name.toString())) {
            database.close();
            throw new CommandException(
                    ExitCode.USAGE,
                    "the database is that of the server '%s', and server_name is '%s': use that name, or another data folder"
                            .formatted(owner, name));
        }
    }

    /// Begins the work that goes on by itself: due tasks, clean-up.
    public void start() {
        remote.start();
        rooms.start();
        guests.start();
        upgrades.start();
        accounts.start();
        scheduler.start();
        directory.start();
        rewrites.start();
        search.start();
        appServices.start();
        federation.start();
        admin.start();
    }

    /// All endpoints, in the order of the features.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /// The door for requests.
    public HttpEdge edge() {
        return edge;
    }

    /// The accounts.
    public AccountsModule accounts() {
        return accounts;
    }

    /// The other servers.
    public RemoteModule remote() {
        return remote;
    }

    /// The rooms.
    public RoomsModule rooms() {
        return rooms;
    }

    /// The name of this server.
    public ServerName serverName() {
        return serverName;
    }

    /// The application services.
    public AppServiceModule appServices() {
        return appServices;
    }

    /// What is shared with other servers.
    public FederationModule federation() {
        return federation;
    }

    /// What has changed lately.
    public Changes changes() {
        return changes;
    }

    /// What users reported.
    public Reports reports() {
        return admin.reports();
    }

    /// Sends server notices; empty when nobody is named who does.
    public Optional<ServerNotices> notices() {
        return admin.notices();
    }

    /// The database.
    public Database database() {
        return database;
    }

    /// Ends what runs and closes the database. Requests must have ended before.
    @Override
    public void close() {
        rewrites.close();
        directory.close();
        appServices.close();
        federation.close();
        search.close();
        sync.close();
        remote.close();
        ephemeral.close();
        scheduler.close();
        rooms.close();
        accounts.close();
        database.close();
    }
}
