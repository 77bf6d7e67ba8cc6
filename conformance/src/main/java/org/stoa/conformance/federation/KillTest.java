package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Isolated;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.Agreement;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// A server that is killed again and again while both sides talk. Spec: server-server-api#transactions.
@Section("server-server-api#transactions")
@Isolated
final class KillTest {
    /// Messages of each side in the room that has most; each of the rooms of the other versions has a twentieth, unless
    /// `STOA_JAVA_OPTIONS=-Dstoa.kill.others=1000` says how many.
    private static final int MESSAGES = 1000;

    private static final int OTHERS = Integer.getInteger("stoa.kill.others", MESSAGES / 20);

    private static final int KILLS = 3;

    /// For the server that was killed, and for what is fetched after that.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @BothWays(Versions.ONE)
    void messagesBothWays_whileTheOtherIsKilled_areThereOnce(Pair pair) throws Exception {
        List<Talk> talks = new ArrayList<>();
        for (String version : Versions.FULL.list()) {
            int messages = version.equals(pair.version()) ? MESSAGES : OTHERS;
            talks.add(new Talk(pair.of(version).meet(), messages));
        }
        AtomicInteger said = new AtomicInteger();

        Both.run(
                () -> talkAll(talks, said),
                () -> killAgainAndAgain(pair, said, talks.stream().mapToInt(Talk::total).sum()));

        for (Talk talk : talks) {
            talk.meeting().agreeOnAll(PATIENCE);
            talk.isComplete();
        }
    }

    private static void talkAll(List<Talk> talks, AtomicInteger said) {
        List<Thread> threads = new ArrayList<>();
        Map<String, Throwable> failures = new TreeMap<>();
        for (Talk talk : talks) {
            for (User user : List.of(talk.meeting().alice(), talk.meeting().bob())) {
                threads.add(
                        Thread.ofVirtual()
                                .uncaughtExceptionHandler(
                                        (_, failure) -> {
                                            synchronized (failures) {
                                                failures.put(user.id(), failure);
                                            }
                                        })
                                .start(() -> talk.sayAll(user, said)));
            }
        }
        for (Thread thread : threads) {
            join(thread);
        }
        assertThat(failures).isEmpty();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while others talk", interrupted);
        }
    }

    /// Kills the server each time when another part of all has been said.
    private static void killAgainAndAgain(Pair pair, AtomicInteger said, int total) {
        for (int kill = 1; kill <= KILLS; kill++) {
            int part = total * kill / (KILLS + 1);
            Deadline.eventually(
                    PATIENCE.multipliedBy(2), () -> assertThat(said.get()).isGreaterThan(part));
            pair.away().kill();
            pair.away().startAgain();
        }
    }

    /// What is said in one room.
    ///
    /// @param messages how many of each side
    private record Talk(Meeting meeting, int messages) {
        int total() {
            return 2 * messages;
        }

        void sayAll(User user, AtomicInteger said) {
            for (int i = 0; i < messages; i++) {
                String text = text(user, i);
                Deadline.eventually(PATIENCE, () -> say(user, text));
                said.incrementAndGet();
            }
        }

        private static String text(User user, int number) {
            return user.localpart() + " says " + number;
        }

        /// With a transaction id that is the same each time, so that it is sent once.
        private void say(User user, String text) {
            user.put(
                            "/rooms/{}/send/m.room.message/{}",
                            Json.of("msgtype", "m.text", "body", text),
                            meeting.room(),
                            text)
                    .ok();
        }

        void isComplete() {
            List<String> texts = Agreement.texts(Agreement.history(meeting.room(), meeting.bob()));
            assertThat(texts)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, messages)
                                    .boxed()
                                    .flatMap(
                                            i ->
                                                    List.of(
                                                            text(meeting.alice(), i),
                                                            text(meeting.bob(), i))
                                                            .stream())
                                    .toList());
        }
    }
}
