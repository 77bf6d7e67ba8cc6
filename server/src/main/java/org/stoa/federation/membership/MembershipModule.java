package org.stoa.federation.membership;

import java.util.ArrayList;
import java.util.List;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.federation.membership.endpoint.MakeMembership;
import org.stoa.federation.membership.endpoint.ReceiveInvite;
import org.stoa.federation.membership.endpoint.ReceiveInviteOld;
import org.stoa.federation.membership.endpoint.RefuseThirdPartyInvite;
import org.stoa.federation.membership.endpoint.SendJoin;
import org.stoa.federation.membership.endpoint.SendJoinOld;
import org.stoa.federation.membership.endpoint.SendKnock;
import org.stoa.federation.membership.endpoint.SendLeave;
import org.stoa.federation.membership.resident.JoinedState;
import org.stoa.federation.membership.resident.MemberTemplates;
import org.stoa.federation.membership.resident.ReceivedInvites;
import org.stoa.federation.membership.resident.ResidentRooms;
import org.stoa.federation.membership.resident.RestrictedEntry;
import org.stoa.federation.membership.resident.SubmittedEvents;
import org.stoa.federation.pdu.PduReader;
import org.stoa.http.Endpoint;
import org.stoa.platform.Platform;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteModule;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.receive.ReceiveModule;
import org.stoa.storage.Database;

/// Wires memberships that concern several servers.
public final class MembershipModule {
    private final Database database;
    private final RemoteModule remote;
    private final RoomsModule rooms;
    private final ReceiveModule receive;
    private final PduReader pdus;
    private final ServerName serverName;
    private final MemberEvents memberEvents;
    private final TakenIn takenIn;
    private final OwnEvents ownEvents;
    private final Passages passages = new Passages();
    private final Farewells farewells;
    private final PartialJoins partialJoins;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /// Builds everything, and lets the rooms use it.
    public MembershipModule(
            Database database,
            Platform platform,
            RemoteModule remote,
            RoomsModule rooms,
            PduReader pdus,
            FetchModule fetch,
            RoomAcls acls) {
        this.database = database;
        this.remote = remote;
        this.rooms = rooms;
        this.receive = rooms.receive();
        this.pdus = pdus;
        serverName = remote.ownKeys().serverName();
        memberEvents = new MemberEvents(rooms.factory(), rooms.events(), database.names());
        takenIn = new TakenIn(database, rooms.events(), receive.events());
        ownEvents = new OwnEvents(remote.ownKeys(), platform);
        farewells =
                new Farewells(
                        database,
                        remote.servers(),
                        ownEvents,
                        rooms.rooms(),
                        receive.outside(),
                        passages,
                        platform.time());
        partialJoins = new PartialJoins(receive.partialStates(), fetch, rooms.rooms(), platform);
        rooms.connect(asking(platform));
        answering(new ResidentRooms(rooms.rooms(), receive.outside(), acls));
        ReceivedInvites invites =
                new ReceivedInvites(
                        remote.ownKeys(), database, pdus, rooms.rooms(), receive.outside(), acls);
        endpoints.add(new ReceiveInvite(invites));
        endpoints.add(new ReceiveInviteOld(invites));
        endpoints.addAll(RefuseThirdPartyInvite.all());
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /// Takes users of this server out of rooms where others still see them.
    public Farewells farewells() {
        return farewells;
    }

    /// What makes rooms whole that were entered without their members.
    public PartialJoins partialJoins() {
        return partialJoins;
    }

    private FederatedMemberships asking(Platform platform) {
        Residents residents = new Residents(serverName, remote.servers(), database, rooms.rooms());
        return new FederatedMemberships(
                residents,
                rooms.memberContent(),
                new JoinThroughOthers(
                        residents,
                        ownEvents,
                        pdus,
                        rooms.rooms(),
                        receive.remoteRooms(),
                        new UnheardLeaves(rooms.rooms(), rooms.events(), database),
                        passages,
                        farewells,
                        partialJoins,
                        platform.time()),
                new KnockThroughOthers(
                        residents, ownEvents, new StrippedStates(pdus), receive.outside()),
                new LeaveThroughOthers(residents, ownEvents, receive.outside()),
                new InviteToOthers(
                        remote.servers(), remote.eventSignatures(), memberEvents, takenIn));
    }

    private void answering(ResidentRooms residentRooms) {
        RestrictedEntry restrictedEntry =
                new RestrictedEntry(
                        rooms.rooms(),
                        receive.outside(),
                        rooms.events(),
                        database.names(),
                        rooms.restrictedJoins());
        SubmittedEvents submitted =
                new SubmittedEvents(remote.ownKeys(), pdus, memberEvents, restrictedEntry, takenIn);
        SendJoin sendJoin =
                new SendJoin(
                        residentRooms,
                        submitted,
                        new JoinedState(serverName, database, rooms.events(), rooms.graph()));
        endpoints.addAll(
                MakeMembership.all(
                        residentRooms,
                        new MemberTemplates(serverName, memberEvents, restrictedEntry)));
        endpoints.add(sendJoin);
        endpoints.add(new SendJoinOld(sendJoin));
        endpoints.add(SendLeave.current(residentRooms, submitted));
        endpoints.add(SendLeave.old(residentRooms, submitted));
        endpoints.add(new SendKnock(residentRooms, submitted, memberEvents));
    }
}
