package org.stoa.storage.appservice;

import java.util.List;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `network_room`: rooms in the directories of networks.
public final class NetworkRoomRepository {

    /// Adds a room to the directory of a network.
    public void add(WriteTx tx, String service, String network, long room) {
        tx.update(
                """
                INSERT INTO network_room (service, network, room) VALUES (?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                service,
                network,
                room);
    }

    /// Takes a room out of the directory of a network.
    public void remove(WriteTx tx, String service, String network, long room) {
        tx.update(
                "DELETE FROM network_room WHERE service = ? AND network = ? AND room = ?",
                service,
                network,
                room);
    }

    /// The rooms in the directory of a network, in no order.
    public List<Long> of(Tx tx, String service, String network) {
        return tx.list(
                "SELECT room FROM network_room WHERE service = ? AND network = ?",
                row -> row.number(1),
                service,
                network);
    }

    /// The rooms in the directories of all networks, in no order.
    public List<Long> all(Tx tx) {
        return tx.list("SELECT DISTINCT room FROM network_room", row -> row.number(1));
    }
}
