package org.stoa.federation.send;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.Destinations;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.Tx;
import org.stoa.storage.federation.DestinationRepository;
import org.stoa.storage.federation.DestinationRepository.Problem;
import org.stoa.storage.federation.OutgoingRepository;

/// The servers that do not answer, or have not been told everything yet, for the people who run this one. Thread-safe.
public final class LaggingServers {
    /// Servers that are listed.
    private static final int MAX_SERVERS = 10_000;

    /// Events that are counted for one server; of more it is told only the newest of each room anyway.
    private static final int MAX_EVENTS = Destination.MAX_QUEUE + 1;

    private final Database database;
    private final Destinations known;
    private final DestinationRepository destinations = new DestinationRepository();
    private final OutgoingRepository outgoing = new OutgoingRepository();

    LaggingServers(Database database, Destinations known) {
        this.database = database;
        this.known = known;
    }

    /// A server.
    ///
    /// @param behind whether it is told by what is stored, once it answers again
    /// @param failures how often in a row it did not answer
    /// @param retryAt when it is asked again; empty when it may be asked now
    /// @param missed how many events wait for it, up to 1,001
    public record Lagging(
            ServerName server,
            boolean behind,
            long failures,
            Optional<Instant> retryAt,
            long missed) {}

    /// Returns them, by name.
    public List<Lagging> list() {
        long to = database.frontier().at(Lane.ONLY).value();
        List<Lagging> all = new ArrayList<>();
        for (Problem problem : database.read(tx -> destinations.problems(tx, MAX_SERVERS))) {
            ServerName server = ServerName.parse(problem.told().server());
            long missed = problem.told().behind() ? missed(server, problem, to) : 0;
            all.add(
                    new Lagging(
                            server,
                            problem.told().behind(),
                            problem.failing().failures(),
                            known.retryAt(server),
                            missed));
        }
        return all;
    }

    private long missed(ServerName server, Problem problem, long to) {
        long from = problem.told().sentPos();
        return database.names()
                .findServer(server)
                .map(nid -> database.read(tx -> missed(tx, nid, from, to)))
                .orElse(0L);
    }

    private long missed(Tx tx, long server, long from, long to) {
        return outgoing.countMissed(tx, server, from, to, MAX_EVENTS)
                + outgoing.owedTo(tx, server, from, to, MAX_EVENTS).size();
    }

    /// Has a server asked again at once.
    public void retry(ServerName server) {
        known.alive(server);
    }
}
