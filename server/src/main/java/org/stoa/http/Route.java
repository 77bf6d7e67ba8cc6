package org.stoa.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a route declares, in one place: method, paths, who may call it, how often, and how large its body may be.
///
/// A path is a template such as `/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}`. A variable stands for one
/// whole segment that is not empty; `%2F` inside the segment is part of the value. A segment that is empty in the template
/// (`/state/{eventType}/`) matches an empty segment. A shorter form is another path of the same route, and the
/// variables that it lacks are then empty.
///
/// @param method `GET`, `PUT`, `POST` or `DELETE`; `HEAD` follows `GET` by itself
/// @param templates the full paths, the current one first
/// @param access who may call it
/// @param limit what it is counted as
/// @param maxBody the largest body in bytes; 0 for the server's default
/// @param options exceptions from the rules
public record Route(
        String method,
        List<String> templates,
        Access access,
        RateLimitKind limit,
        long maxBody,
        Set<Option> options) {

    /// An exception from a rule that holds for all other routes.
    public enum Option {
        /// A locked account may call it.
        ALLOW_LOCKED,
        /// A suspended account may call it, although it writes.
        ALLOW_SUSPENDED,
        /// All that it answers is the specification's error for what the server does not do.
        REFUSES
    }

    public Route {
        templates = List.copyOf(templates);
        options = Set.copyOf(options);
    }

    /// Starts a `GET` route; see [#of].
    public static Builder get(String path, Era... eras) {
        return of("GET", path, eras);
    }

    /// Starts a `PUT` route; see [#of].
    public static Builder put(String path, Era... eras) {
        return of("PUT", path, eras);
    }

    /// Starts a `POST` route; see [#of].
    public static Builder post(String path, Era... eras) {
        return of("POST", path, eras);
    }

    /// Starts a `DELETE` route; see [#of].
    public static Builder delete(String path, Era... eras) {
        return of("DELETE", path, eras);
    }

    /// Starts a route. Without eras `path` is the full path; with eras it is what follows the prefix of each of them, as
    /// in `Route.get("/rooms/{roomId}/messages", Era.V3, Era.R0)`.
    public static Builder of(String method, String path, Era... eras) {
        return new Builder(method).also(path, eras);
    }

    /// Returns the current path, by which documentation and metrics name the route.
    public String template() {
        return templates.getFirst();
    }

    /// Collects what a route declares. Unless told otherwise a route is for users, not guests, counted as
    /// [RateLimitKind#GENERAL], with the server's default size of a body.
    public static final class Builder {
        /// Names, passwords and ids of some hundred devices fit; a stranger does not fill the disk with it.
        private static final long SMALL_BODY = 65_536;

        /// A transaction of 50 events of 64 KiB and 100 ephemeral ones; and whatever else servers send at once.
        private static final long LARGE_BODY = 200L << 16;

        private final String method;
        private final List<String> templates = new ArrayList<>();
        private final Set<Option> options = EnumSet.noneOf(Option.class);
        private Access access = Access.USER;
        private RateLimitKind limit = RateLimitKind.GENERAL;
        private long maxBody;

        private Builder(String method) {
            this.method = method;
        }

        /// Adds another path, or one below the prefix of each era.
        public Builder also(String path, Era... eras) {
            if (eras.length == 0) {
                templates.add(path);
            }
            Arrays.stream(eras).map(era -> era.prefix() + path).forEach(templates::add);
            return this;
        }

        /// Says who may call the route; [Access#USER] if never said. What other servers may call is counted as
        /// [RateLimitKind#SERVER] unless something else is said afterwards.
        public Builder access(Access access) {
            this.access = access;
            if (access == Access.SERVER) {
                this.limit = RateLimitKind.SERVER;
            }
            return this;
        }

        /// Says what the route is counted as; [RateLimitKind#GENERAL] if never said.
        public Builder limit(RateLimitKind limit) {
            this.limit = limit;
            return this;
        }

        /// Takes only small bodies: for what strangers may send, and for what is kept before anybody approved it.
        public Builder smallBody() {
            return maxBody(SMALL_BODY);
        }

        /// Takes bodies as large as a transaction between servers.
        public Builder largeBody() {
            return maxBody(LARGE_BODY);
        }

        /// Says how many bytes a body may have.
        public Builder maxBody(long bytes) {
            this.maxBody = bytes;
            return this;
        }

        /// Lets a locked account call the route; only logging out is such a route.
        ///
        /// Spec: client-server-api#account-locking.
        public Builder allowLocked() {
            options.add(Option.ALLOW_LOCKED);
            return this;
        }

        /// Lets a suspended account call the route although it writes; it may call every `GET` anyway.
        ///
        /// Spec: client-server-api#account-suspension.
        public Builder allowSuspended() {
            options.add(Option.ALLOW_SUSPENDED);
            return this;
        }

        /// Says that the operation is only refused, so that nobody counts it as there.
        public Builder refuses() {
            options.add(Option.REFUSES);
            return this;
        }

        /// Returns the route.
        public Route build() {
            return new Route(method, templates, access, limit, maxBody, options);
        }
    }
}
