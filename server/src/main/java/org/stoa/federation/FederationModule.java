package org.stoa.federation;

import java.util.ArrayList;
import java.util.List;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.federation.history.HistoryModule;
import org.stoa.federation.membership.Farewells;
import org.stoa.federation.membership.MembershipModule;
import org.stoa.federation.membership.PartialJoins;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.policy.PolicyServers;
import org.stoa.federation.query.endpoint.GetSpace;
import org.stoa.federation.query.endpoint.QueryAnything;
import org.stoa.federation.receive.InboundModule;
import org.stoa.federation.send.FederationSender;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimits;
import org.stoa.platform.Changes;
import org.stoa.platform.Parallel;
import org.stoa.platform.Platform;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteModule;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.preview.PreviewModule;
import org.stoa.rooms.receipts.Receipts;
import org.stoa.storage.Database;

/// Wires what this server shares with others.
public final class FederationModule implements AutoCloseable {
    /// Parts of lists of events that are checked beside the threads of their requests.
    private static final int CHECKS_AT_ONCE = 64;

    /// Questions to policy servers that are asked beside the threads of those who wait for them.
    private static final int POLICY_QUESTIONS_AT_ONCE = 64;

    private final Parallel checks = new Parallel("pdu-checks", CHECKS_AT_ONCE);
    private final Parallel policyQuestions =
            new Parallel("policy-questions", POLICY_QUESTIONS_AT_ONCE);
    private final PduReader pdus;
    private final RoomAcls acls;
    private final FetchModule fetch;
    private final PartialJoins partialJoins;
    private final Farewells farewells;
    private final HistoryModule history;
    private final InboundModule inbound;
    private final FederationSender sender;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /// Builds everything over the rooms; nothing runs yet.
    public FederationModule(
            ServerName serverName,
            Database database,
            Platform platform,
            Changes changes,
            RemoteModule remote,
            RoomsModule rooms,
            PreviewModule previews,
            Receipts receipts,
            EphemeralModule ephemeral,
            RateLimits limits) {
        pdus = new PduReader(remote.eventSignatures(), checks);
        acls = new RoomAcls(rooms.events(), database.names());
        fetch = FetchModule.of(serverName, database, platform, remote.servers(), rooms, pdus);
        MembershipModule memberships =
                new MembershipModule(database, platform, remote, rooms, pdus, fetch, acls);
        endpoints.addAll(memberships.endpoints());
        partialJoins = memberships.partialJoins();
        farewells = memberships.farewells();
        history =
                new HistoryModule(
                        serverName,
                        database,
                        platform,
                        remote.servers(),
                        rooms,
                        acls,
                        pdus,
                        fetch,
                        limits);
        endpoints.addAll(history.endpoints());
        inbound =
                new InboundModule(
                        database, platform, rooms, receipts, ephemeral, pdus, fetch, acls,
                        farewells);
        endpoints.addAll(inbound.endpoints());
        rooms.askFor(
                new PolicyServers(
                        remote.servers(),
                        rooms.events(),
                        database.names(),
                        policyQuestions,
                        platform.time()));
        endpoints.add(new GetSpace(previews.hierarchy()));
        endpoints.add(new QueryAnything());
        sender =
                new FederationSender(
                        serverName,
                        database,
                        platform,
                        changes,
                        remote.servers(),
                        rooms,
                        acls,
                        receipts,
                        ephemeral);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /// Reads events as other servers send them.
    public PduReader pdus() {
        return pdus;
    }

    /// Who may take part in rooms.
    public RoomAcls acls() {
        return acls;
    }

    /// Asks other servers for events.
    public FetchModule fetch() {
        return fetch;
    }

    /// Tells other servers what happens here.
    public FederationSender sender() {
        return sender;
    }

    /// Begins the work that goes on by itself.
    public void start() {
        inbound.start();
        partialJoins.start();
        sender.start();
    }

    /// Ends the work that goes on by itself.
    @Override
    public void close() {
        inbound.close();
        partialJoins.close();
        farewells.close();
        history.close();
        fetch.close();
        sender.close();
        policyQuestions.close();
        checks.close();
    }
}
