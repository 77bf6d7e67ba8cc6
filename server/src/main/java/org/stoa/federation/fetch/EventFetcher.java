package org.stoa.federation.fetch;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.stoa.federation.pdu.PduReader;
import org.stoa.platform.Parallel;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
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
            Answer answer = ask(room, rules, peer, eventId);
            if (answer.event().isPresent()) {
                return answer.event();
            }
        }
        return Optional.empty();
    }

    /// What came of a request for several events.
    ///
    /// @param events those that the server gave
    /// @param isAnswered whether the server said something to each of them, so that the others cannot be had from it
    /// @param bytes of all answers with events
    public record Fetched(List<Event> events, boolean isAnswered, long bytes) {
        public Fetched {
            events = List.copyOf(events);
        }
    }

    /// Returns those of the events that a server gives. Nothing is stored.
    public Fetched fetchAll(
            RoomId room, RoomRules rules, ServerName peer, Collection<EventId> wanted) {
        List<Answer> answers =
                parallel.map(List.copyOf(wanted), eventId -> ask(room, rules, peer, eventId));
        return new Fetched(
                answers.stream().map(Answer::event).flatMap(Optional::stream).toList(),
                answers.stream().allMatch(Answer::isAnswered),
                answers.stream().mapToLong(Answer::bytes).sum());
    }

    private record Answer(Optional<Event> event, boolean isAnswered, long bytes) {}

    private Answer ask(RoomId room, RoomRules rules, ServerName peer, EventId eventId) {
        RemoteResult result =
                servers.get(peer)
                        .getShared(
                                RemotePath.of("/_matrix/federation/v1/event/{}", eventId),
                                RequestLimits.SMALL);
        Optional<JsonObject> pdu =
                result.done()
                        .flatMap(answer -> answer.array("pdus"))
                        .map(JsonArray::objects)
                        .filter(objects -> objects.size() == 1)
                        .map(List::getFirst);
        return new Answer(
                pdu.flatMap(object -> pdus.read(room, rules, List.of(object)).find(eventId)),
                result.isAnswer(),
                result instanceof RemoteResult.Done done ? done.bytes() : 0);
    }
}
