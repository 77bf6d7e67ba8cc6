package org.stoa.federation.receive;

import java.util.List;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.federation.membership.Farewells;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.receive.endpoint.ReceiveTransaction;
import org.stoa.http.Endpoint;
import org.stoa.platform.Parallel;
import org.stoa.platform.Platform;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.receipts.Receipts;
import org.stoa.rooms.receive.OutsideRooms;
import org.stoa.storage.Database;

/// Wires what takes in transactions of other servers.
public final class InboundModule implements AutoCloseable {
    /// Rooms of transactions that are worked on beside the threads of their requests.
    private static final int ROOMS_AT_ONCE = 64;

    private final Parallel parallel = new Parallel("inbound-rooms", ROOMS_AT_ONCE);
    private final Transactions transactions;
    private final OldInboundTransactions old;
    private final StagedRooms stagedRooms;

    /// Builds it; nothing runs yet.
    public InboundModule(
            Database database,
            Platform platform,
            RoomsModule rooms,
            Receipts receipts,
            EphemeralModule ephemeral,
            PduReader pdus,
            FetchModule fetch,
            RoomAcls acls,
            Farewells farewells) {
        OutsideRooms outside = rooms.receive().outside();
        Staging staging = new Staging(database, platform.time());
        stagedRooms =
                new StagedRooms(
                        staging,
                        new GapFilling(staging, rooms.receive().events(), outside, fetch),
                        rooms.rooms(),
                        platform);
        IncomingPdus incoming =
                new IncomingPdus(
                        rooms.rooms(),
                        outside,
                        new OutsidePdus(pdus, outside, farewells),
                        new RoomPdus(
                                acls,
                                pdus,
                                fetch.originals(),
                                rooms.receive().events(),
                                staging,
                                stagedRooms),
                        parallel);
        EduSubjects subjects =
                new EduSubjects(rooms.rooms(), outside, acls, rooms.events(), database.names());
        IncomingEdus edus =
                new IncomingEdus(
                        List.of(
                                new TypingEdu(subjects, ephemeral.typing()),
                                new ReceiptEdu(subjects, receipts),
                                new PresenceEdu(database, ephemeral.presence())));
        transactions = new Transactions(database, platform.time(), incoming, edus);
        old = new OldInboundTransactions(database, platform.time());
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(new ReceiveTransaction(transactions));
    }

    /// Begins the work that goes on by itself.
    public void start() {
        old.start();
        stagedRooms.start();
    }

    @Override
    public void close() {
        stagedRooms.close();
        parallel.close();
    }
}
