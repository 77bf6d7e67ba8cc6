package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.storage.Change;
import org.stoa.storage.Frontier;
import org.stoa.storage.Position;

@Timeout(30)
final class ChangesTest {
    private static final long ALICE = 1;
    private static final long BOB = 2;
    private static final long ROOM = 10;
    private static final long OTHER_ROOM = 11;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();
    private final Shutdown shutdown = new Shutdown();
    private final Changes changes = new Changes(time, shutdown);

    @Test
    void wait_whenRoomOfOnlineUserChanges_ends() throws Exception {
        changes.online(ROOM, ALICE);
        CompletableFuture<Wake> wake = waitAs(ALICE);

        commit(1, new Change.Room(ROOM));

        assertThat(wake.get(10, TimeUnit.SECONDS)).isEqualTo(Wake.CHANGED);
    }

    @Test
    void wait_whenUserThemselfChanges_ends() throws Exception {
        CompletableFuture<Wake> wake = waitAs(ALICE);

        commit(1, new Change.User(ALICE));

        assertThat(wake.get(10, TimeUnit.SECONDS)).isEqualTo(Wake.CHANGED);
    }

    @Test
    void wait_whenOthersChange_goesOnUntilTimeOut() throws Exception {
        changes.online(ROOM, ALICE);
        changes.offline(ROOM, ALICE);
        changes.online(ROOM, BOB);
        CompletableFuture<Wake> wake = waitAs(ALICE);

        commit(1, new Change.Room(ROOM));
        commit(2, new Change.User(BOB));
        commit(3, new Change.Room(OTHER_ROOM));
        time.advance(LONG);

        assertThat(wake.get(10, TimeUnit.SECONDS)).isEqualTo(Wake.TIMED_OUT);
    }

    @Test
    void wait_whenChangedBetweenRegistrationAndWait_endsAtOnce() {
        try (Waiter waiter = changes.register(ALICE)) {
            commit(1, new Change.User(ALICE));

            assertThat(waiter.await(LONG)).isEqualTo(Wake.CHANGED);
        }
    }

    @Test
    void wait_whenProcessEnds_ends() throws Exception {
        CompletableFuture<Wake> wake = waitAs(ALICE);

        shutdown.begin();

        assertThat(wake.get(10, TimeUnit.SECONDS)).isEqualTo(Wake.SHUTDOWN);
    }

    @Test
    void wait_ofSeveralDevicesOfOneUser_allEnd() throws Exception {
        CompletableFuture<Wake> one = waitAs(ALICE);
        CompletableFuture<Wake> two = waitAs(ALICE);
        time.awaitParked(2);

        changes.wakeUser(ALICE);

        assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(Wake.CHANGED);
        assertThat(two.get(10, TimeUnit.SECONDS)).isEqualTo(Wake.CHANGED);
    }

    @Test
    void wakeRoom_withoutCommit_wakesOnlineUsers() throws Exception {
        changes.online(ROOM, ALICE);
        CompletableFuture<Wake> wake = waitAs(ALICE);

        changes.wakeRoom(ROOM);

        assertThat(wake.get(10, TimeUnit.SECONDS)).isEqualTo(Wake.CHANGED);
    }

    @Test
    void follower_hearsOfEveryCommit() {
        try (Waiter follower = changes.registerFollower()) {
            commit(1, new Change.Room(ROOM));

            assertThat(follower.await(LONG)).isEqualTo(Wake.CHANGED);
        }
    }

    @Test
    void waiting_afterClose_isZero() {
        Waiter waiter = changes.register(ALICE);
        assertThat(changes.waiting()).isEqualTo(1);

        waiter.close();

        assertThat(changes.waiting()).isZero();
    }

    @Test
    void online_afterChanges_isWhoIsLeft() {
        changes.online(ROOM, ALICE);
        changes.online(ROOM, BOB);
        changes.offline(ROOM, ALICE);

        assertThat(changes.online(ROOM)).containsExactly(BOB);
        assertThat(changes.online(OTHER_ROOM)).isEmpty();
    }

    @Test
    void since_insideRing_isWhatChangedInTheRange() {
        changes.startAt(Frontier.of(at(4)));
        commit(5, new Change.Room(ROOM));
        commit(6, new Change.User(ALICE));
        commit(6, new Change.Room(ROOM));
        commit(8, new Change.User(BOB));

        ChangedTargets found = changes.since(at(5), at(7)).orElseThrow();

        assertThat(rooms(found)).containsExactly(ROOM);
        assertThat(users(found)).containsExactly(ALICE);
        assertThat(found.hasRoom(ROOM)).isTrue();
        assertThat(found.hasUser(ALICE)).isTrue();
        assertThat(found.hasUser(BOB)).isFalse();
        assertThat(changes.since(at(4), at(8)).map(ChangesTest::users))
                .contains(List.of(ALICE, BOB));
    }

    @Test
    void since_whenNothingChanged_isEmptyList() {
        changes.startAt(Frontier.of(at(4)));

        assertThat(changes.since(at(4), at(4)).map(ChangedTargets::isEmpty)).contains(true);
        assertThat(changes.since(at(4), at(9)).map(ChangedTargets::isEmpty)).contains(true);
    }

    @Test
    void since_beforeStart_isUnknown() {
        changes.startAt(Frontier.of(at(4)));
        commit(5, new Change.Room(ROOM));

        assertThat(changes.since(at(3), at(5))).isEqualTo(Optional.empty());
    }

    @Test
    void since_whenRingHasComeAround_isKnownForTheLastOnes() {
        changes.startAt(Frontier.of(at(0)));
        int count = ChangeRing.SIZE + 100;
        for (int i = 1; i <= count; i++) {
            commit(i, new Change.Room(i));
        }

        assertThat(changes.since(at(100), at(count))).isEqualTo(Optional.empty());
        ChangedTargets found = changes.since(at(101), at(count)).orElseThrow();
        assertThat(rooms(found)).hasSize(ChangeRing.SIZE - 1).contains(102L).doesNotContain(101L);
    }

    @Test
    void since_whileOthersWrite_neverMissesAChange() throws Exception {
        changes.startAt(Frontier.of(at(0)));
        AtomicBoolean done = new AtomicBoolean();
        Thread writer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 1; i <= 400_000; i++) {
                                        changes.committed(
                                                Frontier.of(at(i)),
                                                List.of(new Change(at(i), new Change.Room(i))));
                                    }
                                    done.set(true);
                                });
        int answered = 0;
        long from = 0;
        while (!done.get()) {
            Optional<ChangedTargets> found = changes.since(at(from), at(from + 50));
            if (found.isPresent()) {
                List<Long> rooms = rooms(found.get());
                for (int i = 0; i < rooms.size(); i++) {
                    assertThat(rooms.get(i)).isEqualTo(from + 1 + i);
                }
                answered++;
                from += rooms.size();
            } else {
                from += 1000;
            }
        }
        writer.join();

        assertThat(answered).isPositive();
    }

    private CompletableFuture<Wake> waitAs(long user) {
        CompletableFuture<Wake> result = new CompletableFuture<>();
        int before = changes.waiting();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (Waiter waiter = changes.register(user)) {
                                result.complete(waiter.await(LONG));
                            }
                        });
        while (changes.waiting() == before) {
            Thread.onSpinWait();
        }
        time.awaitParked(before + 1);
        return result;
    }

    private void commit(long position, Change.Target target) {
        List<Change> made = List.of(new Change(at(position), target));
        changes.committed(Frontier.of(at(position)), made);
        changes.visible(Frontier.of(at(position)), made);
    }

    private static Position at(long value) {
        return new Position(value);
    }

    private static List<Long> rooms(ChangedTargets targets) {
        List<Long> found = new ArrayList<>();
        targets.forEachRoom(found::add);
        return found;
    }

    private static List<Long> users(ChangedTargets targets) {
        List<Long> found = new ArrayList<>();
        targets.forEachUser(found::add);
        return found;
    }
}
