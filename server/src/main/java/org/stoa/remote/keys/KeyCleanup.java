package org.stoa.remote.keys;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Time;
import org.stoa.storage.Database;
import org.stoa.storage.federation.ServerKeyRepository;
import org.stoa.storage.federation.ServerKeyRepository.Kept;

/// Forgets the keys of servers that were asked once and never came into a room, when the time of all of them is over: anybody can
/// have any name asked. Looks at all servers once a day, a part at a time; a restart may put the rest off to the next day.
final class KeyCleanup {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCleanup.class);

    /// The kind of its task in the scheduler; what it is given is the server that was looked at last.
    private static final String TASK = "keys.cleanup";

    /// Servers that are looked at in one run.
    static final int AT_ONCE = 500;

    private static final Duration INTERVAL = Duration.ofDays(1);
    private static final Duration BETWEEN_PARTS = Duration.ofSeconds(10);

    private final Database database;
    private final KeyStore store;
    private final Time time;
    private final ServerKeyRepository repository = new ServerKeyRepository();

    KeyCleanup(Database database, KeyStore store, Time time) {
        this.database = database;
        this.store = store;
        this.time = time;
    }

    /// Has it done again and again.
    void start() {
        database.scheduler().register(TASK, this::runAndRepeat);
        repeat(INTERVAL, "");
    }

    /// Looks at the servers after one; returns the last of them, empty when there are no more.
    String run(String after) {
        List<Kept> some = database.read(tx -> repository.kept(tx, after, AT_ONCE));
        long now = time.millis();
        List<String> ended =
                some.stream().filter(kept -> kept.validUntilTs() < now).map(Kept::server).toList();
        if (!ended.isEmpty()) {
            LOG.debug("{} keys of strangers deleted", store.forgetStrangers(ended, now));
        }
        return some.size() < AT_ONCE ? "" : some.getLast().server();
    }

    private void runAndRepeat(String after) {
        String last = run(after);
        repeat(last.isEmpty() ? INTERVAL : BETWEEN_PARTS, last);
    }

    private void repeat(Duration pause, String after) {
        database.scheduler().scheduleUnlessWaiting(time.instant().plus(pause), TASK, after);
    }
}
