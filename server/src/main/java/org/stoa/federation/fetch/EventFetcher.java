package org.stoa.federation.fetch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.stoa.federation.pdu.PduReader;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;

/// Fetches single events. Thread-safe; blocks.
///
/// Spec: server-server-api#get_matrixfederationv1eventeventid (v1.19).
public final class EventFetcher {
    private final RemoteServers servers;
    private final PduReader pdus;
    private final Parallel parallel;

    EventFetcher(RemoteServers servers, PduReader pdus, Parallel parallel) {
        this.servers = servers;
        this.pdus = pdus;
        this.parallel = parallel;
    }

    /// Returns an event from the first of the servers that gives it; empty when none does. Nothing is stored.
    public Optional<Event> fetch(
            RoomId room, RoomRules rules, List<ServerName> peers, EventId eventId) {
        for (ServerName peer : peers) {
            Optional<Event> event = fetch(room, rules, peer, eventId);
            if (event.isPresent()) {
                return event;
            }
        }
        return Optional.empty();
    }

    /// Returns those of the events that any of the servers gives, each server asked for its share first. Nothing is stored.
    public List<Event> fetchAll(
            RoomId room, RoomRules rules, List<ServerName> peers, Collection<EventId> wanted) {
        if (peers.isEmpty()) {
            return List.of();
        }
        List<EventId> ids = List.copyOf(wanted);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            places.add(i);
        }
        return parallel
                .map(places, place -> fetch(room, rules, from(peers, place), ids.get(place)))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /// The same servers, beginning with another one.
    private static List<ServerName> from(List<ServerName> peers, int place) {
        int start = place % peers.size();
        List<ServerName> turned = new ArrayList<>(peers.subList(start, peers.size()));
        turned.addAll(peers.subList(0, start));
        return turned;
    }

    private Optional<Event> fetch(RoomId room, RoomRules rules, ServerName peer, EventId eventId) {
        Optional<JsonObject> pdu =
                servers.get(peer)
                        .getShared(
                                RemotePath.of("/_matrix/federation/v1/event/{}", eventId),
                                RequestLimits.SMALL)
                        .done()
                        .flatMap(answer -> answer.array("pdus"))
                        .map(JsonArray::objects)
                        .filter(objects -> objects.size() == 1)
                        .map(List::getFirst);
        return pdu.flatMap(object -> pdus.read(room, rules, List.of(object)).find(eventId));
    }
}
