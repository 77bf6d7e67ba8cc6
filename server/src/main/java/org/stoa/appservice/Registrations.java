package org.stoa.appservice;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.stoa.accounts.AppServices;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;

/// The registrations that hold now. Thread-safe; they are replaced as a whole.
public final class Registrations implements NamespaceGuard, AppServices {
    private volatile Known known;

    /// Holds these to begin with.
    public Registrations(List<Registration> first) {
        this.known = Known.of(first);
    }

    /// @param byTokenHash by the hash of the `as_token`, so that looking one up takes as long for every wrong token of its length
    /// @param tokenLengths of the `as_token`s: the tokens of people mostly have another, and are not hashed to find out that they
    ///     are none
    private record Known(
            List<Registration> all,
            Set<Integer> tokenLengths,
            Map<String, Registration> byTokenHash,
            Map<String, Registration> byId) {

        static Known of(List<Registration> all) {
            Map<String, Registration> tokens = new HashMap<>();
            Map<String, Registration> ids = new HashMap<>();
            for (Registration each : all) {
                tokens.put(hash(each.asToken()), each);
                ids.put(each.id(), each);
            }
            Set<Integer> lengths =
                    all.stream()
                            .map(each -> each.asToken().length())
                            .collect(Collectors.toUnmodifiableSet());
            return new Known(List.copyOf(all), lengths, Map.copyOf(tokens), Map.copyOf(ids));
        }
    }

    /// The service behind a registration, as accounts see it.
    private record CoveringService(Registration registration) implements Service {
        @Override
        public String id() {
            return registration.id();
        }

        @Override
        public boolean covers(UserId user) {
            return registration.covers(user);
        }
    }

    /// Lets others hold from now on.
    public void replace(List<Registration> others) {
        known = Known.of(others);
    }

    /// All of them, in the order of the configuration.
    public List<Registration> all() {
        return known.all();
    }

    /// The one with an id.
    public Optional<Registration> byId(String id) {
        return Optional.ofNullable(known.byId().get(id));
    }

    /// The one whose `as_token` this is.
    public Optional<Registration> ofToken(String token) {
        Known now = known;
        return now.tokenLengths().contains(token.length())
                ? Optional.ofNullable(now.byTokenHash().get(hash(token)))
                : Optional.empty();
    }

    @Override
    public boolean isAny() {
        return !known.all().isEmpty();
    }

    @Override
    public Optional<Service> byToken(String token) {
        return ofToken(token).map(CoveringService::new);
    }

    @Override
    public Set<String> ownersOf(UserId userId) {
        return owners(each -> each.reserves(userId));
    }

    @Override
    public Set<String> ownersOf(RoomAlias alias) {
        return owners(each -> each.reserves(alias));
    }

    private Set<String> owners(Predicate<Registration> reserves) {
        List<Registration> all = known.all();
        return all.isEmpty()
                ? Set.of()
                : all.stream()
                        .filter(reserves)
                        .map(Registration::id)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static String hash(String token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
