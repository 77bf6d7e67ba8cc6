package org.stoa.rooms.persist;

import java.util.List;
import java.util.Optional;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Names;
import org.stoa.storage.rows.OwedRow;

/// Notes what another server has to be told although nobody of it is in the room: an invite by a user of this server, its
/// withdrawal, the refusal of a knock. Who is told because of a stay in the room needs no row.
///
/// Spec: server-server-api#inviting-to-a-room (v1.19).
public final class OwedRows implements StateRows {
    private final ServerName serverName;
    private final Names names;

    /// Creates it for this server.
    public OwedRows(ServerName serverName, Names names) {
        this.serverName = serverName;
        this.names = names;
    }

    @Override
    public void changed(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        for (StateDifference difference : differences) {
            StoredEvent event = difference.now();
            Optional<UserId> target = difference.member();
            if (event != null && target.isPresent() && isOurs(update, event)) {
                owe(update, before, target.get().server(), slot);
            }
        }
    }

    /// Whether a user of this server just sent it.
    private boolean isOurs(RoomUpdate update, StoredEvent event) {
        return event.ord() == update.head().lastOrd()
                && event.parsed().sender().server().equals(serverName);
    }

    private void owe(RoomUpdate update, RoomHead before, ServerName server, int slot) {
        if (server.equals(serverName)) {
            return;
        }
        long number = names.server(server);
        if (!before.servers().containsKey(number)) {
            update.write().add(new OwedRow(number, slot));
        }
    }
}
