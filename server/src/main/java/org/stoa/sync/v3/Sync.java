package org.stoa.sync.v3;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.Response;
import org.stoa.storage.Database;
import org.stoa.sync.SyncTokens;
import org.stoa.sync.online.LongPoll;
import org.stoa.sync.online.News;
import org.stoa.sync.online.OnlineUser;
import org.stoa.sync.online.OnlineUsers;
import org.stoa.sync.online.PresenceNews;

/// Answers /sync: everything for a client that has nothing yet, else what is new, as soon as there is something new.
/// Thread-safe.
///
/// Spec: client-server-api#syncing (v1.19).
public final class Sync {
    private final Database database;
    private final OnlineUsers online;
    private final LongPoll longPoll;
    private final News news;
    private final PresenceNews presence;
    private final SyncTokens tokens;
    private final SyncAnswers answers;

    Sync(
            Database database,
            OnlineUsers online,
            LongPoll longPoll,
            News news,
            PresenceNews presence,
            SyncTokens tokens,
            SyncAnswers answers) {
        this.database = database;
        this.online = online;
        this.longPoll = longPoll;
        this.news = news;
        this.presence = presence;
        this.tokens = tokens;
        this.answers = answers;
    }

    /// Answers a request.
    ///
    /// Errors: M_INVALID_PARAM for a malformed token.
    ///
    /// @param since the token that the client continues from
    /// @param timeout how long to wait when nothing is new
    public Response answer(SyncRequest request, Optional<String> since, Duration timeout) {
        Duration wait = request.fullState() || since.isEmpty() ? Duration.ZERO : timeout;
        return longPoll.poll(request.user(), wait, new Looking(request, since));
    }

    /// One request while it waits: what it asks for, and up to where it was looked at and nothing was new.
    private final class Looking implements LongPoll.Look<Response> {
        private final SyncRequest request;
        private final Optional<String> since;
        private boolean hasBegun;
        private long position;
        private long ephemeral;
        private boolean lost;

        Looking(SyncRequest request, Optional<String> since) {
            this.request = request;
            this.since = since;
        }

        @Override
        public Optional<Response> look(OnlineUser user, boolean isLast) {
            long ephemeralTo = news.lastEphemeral();
            long to = online.frontier(database, user);
            if (!hasBegun) {
                begin(user, to);
            }
            SyncSpan span = new SyncSpan(position, to, ephemeral, ephemeralTo, lost);
            String token = tokens.token(to, ephemeralTo);
            if (span.isInitial()) {
                return Optional.of(initial(user, span, token));
            }
            Optional<Response> found = continued(user, span, token);
            position = to;
            ephemeral = ephemeralTo;
            return found.isEmpty() && isLast ? Optional.of(nothing(token)) : found;
        }

        private void begin(OnlineUser user, long to) {
            SyncTokens.Start start = tokens.start(since, to);
            position = start.position();
            ephemeral = start.ephemeral();
            lost = start.isAnew() && since.isPresent();
            user.sentMembers(request.device()).continuedFrom(position);
            hasBegun = true;
        }

        private Response initial(OnlineUser user, SyncSpan span, String token) {
            Set<Long> typingRooms = news.typingRooms(user, 0, span.ephemeralTo());
            return Response.json(
                    new JsonPieces() {
                        private @Nullable SyncAnswer begun;

                        @Override
                        public boolean writeNext(JsonBuffer out) {
                            SyncAnswer answer = begun;
                            if (answer == null) {
                                answer =
                                        answers.initial(
                                                request,
                                                user,
                                                span,
                                                typingRooms,
                                                presence.all(user, request.filter().presence()),
                                                token,
                                                out);
                                begun = answer;
                            }
                            return answer.writeNext(out);
                        }
                    });
        }

        private Optional<Response> continued(OnlineUser user, SyncSpan span, String token) {
            Set<Long> changed = news.changedRooms(user, span.from(), span.to());
            Set<Long> typingRooms =
                    news.typingRooms(user, span.ephemeralFrom(), span.ephemeralTo());
            boolean hasOwnChanges = user.changedAfter(span.from());
            List<Long> present =
                    presence.changed(
                            user,
                            span.ephemeralFrom(),
                            span.ephemeralTo(),
                            request.filter().presence());
            boolean isQuiet =
                    changed.isEmpty()
                            && typingRooms.isEmpty()
                            && present.isEmpty()
                            && !hasOwnChanges;
            if (isQuiet && !request.fullState()) {
                return Optional.empty();
            }
            SyncAnswer answer =
                    answers.incremental(
                            request,
                            user,
                            span,
                            changed,
                            hasOwnChanges,
                            typingRooms,
                            present,
                            token);
            answer.fill();
            return answer.isEmpty() && !request.fullState()
                    ? Optional.empty()
                    : Optional.of(answer.response());
        }

        private Response nothing(String token) {
            SyncAnswer answer = answers.nothing(token);
            answer.fill();
            return answer.response();
        }
    }
}
