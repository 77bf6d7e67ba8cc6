package org.stoa.federation.history;

import java.util.List;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.federation.history.endpoint.GetAuthChain;
import org.stoa.federation.history.endpoint.GetEventsBefore;
import org.stoa.federation.history.endpoint.GetMissingEvents;
import org.stoa.federation.history.endpoint.GetPdu;
import org.stoa.federation.history.endpoint.GetPduByTimestamp;
import org.stoa.federation.history.endpoint.GetStateBefore;
import org.stoa.federation.history.endpoint.GetStateIdsBefore;
import org.stoa.federation.pdu.PduReader;
import org.stoa.http.Endpoint;
import org.stoa.http.RateLimits;
import org.stoa.platform.Platform;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.RemoteServers;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;

/// Wires what servers ask each other about rooms' history.
public final class HistoryModule implements AutoCloseable {
    private final List<Endpoint> endpoints;
    private final FilledGaps gaps;

    /// Builds everything over the rooms.
    public HistoryModule(
            ServerName serverName,
            Database database,
            Platform platform,
            RemoteServers servers,
            RoomsModule rooms,
            RoomAcls acls,
            PduReader pdus,
            FetchModule fetch,
            RateLimits limits) {
        AskedRooms asked = new AskedRooms(database, rooms.rooms(), database.names(), acls);
        AskedEvents events =
                new AskedEvents(
                        database,
                        asked,
                        rooms.events(),
                        rooms.graph(),
                        rooms.visibility(),
                        rooms.eventsByTime());
        AskedStates states =
                new AskedStates(
                        database, asked, rooms.events(), rooms.graph(), rooms.visibility(), limits);
        PduAnswers answers = new PduAnswers(serverName, database, rooms.events(), platform.time());
        gaps =
                new FilledGaps(
                        new GapFiller(
                                database, rooms.events(), rooms.receive(), fetch, servers, pdus),
                        new EventsNearTime(servers, fetch.peers(), platform.time()),
                        platform.time());
        rooms.fillGapsBy(gaps);
        endpoints =
                List.of(
                        new GetPdu(events, answers),
                        new GetStateBefore(states, answers),
                        new GetStateIdsBefore(states, answers),
                        new GetAuthChain(events, answers),
                        new GetEventsBefore(events, answers),
                        new GetMissingEvents(events, answers),
                        new GetPduByTimestamp(events));
    }

    /// What other servers may call.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public void close() {
        gaps.close();
    }
}
