package org.stoa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.search.Finding.found;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.RoomId;
import org.stoa.search.index.Order;
import org.stoa.search.index.Question;
import org.stoa.search.index.Question.Words;
import org.stoa.search.index.SearchIndex;
import org.stoa.search.index.TextKind;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Relating;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// The index holds what the database holds, whatever becomes of either.
final class SearchFollowerTest {

    @EachEngine
    void index_ofAServerThatWasRestarted_isUsedOn(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String one = alice.say(room, "word");
            assertThat(found(alice, "word")).containsExactly(one);

            server.restart();
            String two = alice.say(room, "word");
            assertThat(found(alice, "word")).containsExactly(two, one);
        }
    }

    @EachEngine
    void index_thatWasDeleted_isMadeAnew(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String one = alice.say(room, "word");
            assertThat(found(alice, "word")).containsExactly(one);

            server.restart(() -> delete(folder(database)));
            assertThat(found(alice, "word")).containsExactly(one);
        }
    }

    @EachEngine
    void index_ofAnEarlierCommit_isBroughtUpToTheDatabaseWithoutDoubles(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String one = alice.say(room, "word one");
            String two = alice.say(room, "word two");
            assertThat(found(alice, "word")).containsExactly(two, one);
            Path earlier = database.folder().resolve("earlier");
            server.restart(() -> copy(folder(database), earlier));
            String three = alice.say(room, "word three");
            Relating.redact(alice, room, one);
            assertThat(found(alice, "word")).containsExactly(three, two);

            // As after a kill: nothing since that commit reached the disk.
            server.restart(
                    () -> {
                        delete(folder(database));
                        copy(earlier, folder(database));
                    });
            assertThat(found(alice, "word")).containsExactly(three, two);
        }
    }

    @EachEngine
    void index_ofAnotherDatabase_isMadeAnew(TestDatabase database) {
        try (TestServer other = TestServer.start();
                TestServer server = TestServer.start(database)) {
            TestClient stranger = other.register("stranger");
            String strange = stranger.createRoom();
            for (int i = 0; i < 30; i++) {
                stranger.say(strange, "word");
            }
            assertThat(found(stranger, "word")).isNotEmpty();
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String one = alice.say(room, "word");

            Path copied = database.folder().resolve("copied");
            other.restart(() -> copy(other.searchFolder(), copied));
            server.restart(() -> copy(copied, folder(database)));
            assertThat(found(alice, "word")).containsExactly(one);
        }
    }

    @EachEngine
    void index_thatIsDamaged_isMadeAnew(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String one = alice.say(room, "word");
            assertThat(found(alice, "word")).containsExactly(one);

            server.restart(() -> truncate(folder(database)));
            assertThat(found(alice, "word")).containsExactly(one);
        }
    }

    @EachEngine
    void background_afterARedaction_takesTheTextOut(TestDatabase database) throws IOException {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String one = alice.say(room, "word");
            Path folder = database.folder().resolve("other");
            LogReader log =
                    new LogReader(
                            server.homeserver().database(), server.homeserver().rooms().events());
            long number = server.homeserver().rooms().rooms().require(RoomId.parse(room)).nid();
            Files.createDirectories(folder);

            assertThat(followed(server, log, folder, number)).isEqualTo(1);
            Relating.redact(alice, room, one);
            assertThat(followed(server, log, folder, number)).isEqualTo(0);
        }
    }

    /// Follows once, as the background does, and returns how many documents have the word then.
    private static int followed(TestServer server, LogReader log, Path folder, long room)
            throws IOException {
        try (SearchFollower follower =
                new SearchFollower(
                        folder, server.homeserver().database(), log, TestPlatform.create())) {
            follower.search(index -> 0);
            follower.follow();
        }
        try (SearchIndex index = SearchIndex.open(folder)) {
            Question question =
                    new Question(
                            Words.of(index.analyzer(), "word"),
                            Set.of(TextKind.BODY),
                            Map.of(room, Long.MAX_VALUE),
                            Optional.empty(),
                            Set.of());
            return index.find(question, Order.RECENT, Optional.empty(), 10).size();
        }
    }

    private static Path folder(TestDatabase database) {
        return database.folder().resolve("search");
    }

    private static void delete(Path folder) {
        try {
            SearchIndex.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void truncate(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> segments =
                    files.filter(file -> file.getFileName().toString().startsWith("segments_"))
                            .toList();
            assertThat(segments).isNotEmpty();
            for (Path file : segments) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
