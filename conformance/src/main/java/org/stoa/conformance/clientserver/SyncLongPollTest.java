package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#syncing.
@Section("client-server-api#syncing")
final class SyncLongPollTest {
    /// Asks for what is new in another thread, until it is as wanted. The timeout of each request is longer than the test waits:
    /// a server that did not return early would be too late.
    private static CompletableFuture<Sync> poll(User user, Sync since, Predicate<Sync> wanted) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            Sync sync = next(user, since);
                            while (!wanted.test(sync)) {
                                sync = next(user, sync);
                            }
                            return sync;
                        })
                .orTimeout(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Sync next(User user, Sync since) {
        return new Sync(user.get("/sync?timeout=30000&since={}", since.nextBatch()).ok());
    }

    private static Sync settled(User user) {
        return user.syncSince(user.sync());
    }

    @Test
    void message_endsTheWait(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        CompletableFuture<Sync> poll =
                poll(bob, settled(bob), sync -> !sync.timeline(room).isEmpty());

        String id = alice.say(room, "hello");

        assertThat(poll.join().hasEvent(room, id)).isTrue();
    }

    @Test
    void invite_endsTheWait(User alice, User bob) {
        String room = alice.createRoom();
        CompletableFuture<Sync> poll =
                poll(bob, settled(bob), sync -> sync.invited(room).isPresent());

        alice.invite(room, bob);

        assertThat(poll.join().invited(room)).isPresent();
    }

    @Test
    void accountDataOfAnotherDevice_endsTheWait(User alice) {
        User phone = alice.loginAgain();
        CompletableFuture<Sync> poll =
                poll(alice, settled(alice), sync -> !sync.accountData().isEmpty());

        phone.put("/user/{}/account_data/org.example.x", Json.of("x", 1), alice.id()).ok();

        assertThat(Sync.ofType(poll.join().accountData(), "org.example.x")).isPresent();
    }

    @Test
    void toDeviceMessage_endsTheWait(User alice, User bob) {
        CompletableFuture<Sync> poll = poll(bob, settled(bob), sync -> !sync.toDevice().isEmpty());

        alice.put(
                        "/sendToDevice/org.example.x/1",
                        Json.of(
                                "messages",
                                Json.of(bob.id(), Json.of(bob.deviceId(), Json.of("a", 1)))))
                .ok();

        assertThat(poll.join().toDevice()).hasSize(1);
    }

    @Test
    void waitInVain_endsWithAnEmptyAnswer(User alice) {
        alice.createRoom();
        Sync settled = settled(alice);

        Sync sync = new Sync(alice.get("/sync?timeout=100&since={}", settled.nextBatch()).ok());

        // If no events become available before this time elapses, the server will return a response
        // with empty fields.
        assertThat(sync.nextBatch()).isNotEmpty();
        assertThat(sync.json().keys("rooms", "join")).isEmpty();
    }

    @Test
    void initialSync_doesNotWait(User alice) {
        assertThat(new Sync(alice.get("/sync?timeout=300000").ok()).nextBatch()).isNotEmpty();
    }

    @Test
    void whatIsThereAlready_isAnsweredAtOnce(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Sync settled = settled(bob);
        String id = alice.say(room, "hello");

        Sync sync = new Sync(bob.get("/sync?timeout=300000&since={}", settled.nextBatch()).ok());

        assertThat(sync.hasEvent(room, id)).isTrue();
    }
}
