package org.stoa.appservice;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;

/// What an application service and this server know of each other.
///
/// Spec: application-service-api#registration (v1.19).
///
/// @param id its name, which never changes
/// @param url where it is reached, without a slash at the end; null: it is told nothing
/// @param asToken what it shows to this server
/// @param hsToken what this server shows to it
/// @param sender the user who it is when it names none
/// @param users the users that it speaks for, besides the sender
/// @param aliases aliases that interest it
/// @param rooms rooms that interest it, by their ids
/// @param rateLimited whether rate limits hold for its users; they never hold for the sender
/// @param protocols networks that it knows
/// @param ephemeral whether it hears of typing, receipts and presence
public record Registration(
        String id,
        @Nullable URI url,
        String asToken,
        String hsToken,
        UserId sender,
        List<Namespace> users,
        List<Namespace> aliases,
        List<Namespace> rooms,
        boolean rateLimited,
        List<String> protocols,
        boolean ephemeral) {

    public Registration {
        users = List.copyOf(users);
        aliases = List.copyOf(aliases);
        rooms = List.copyOf(rooms);
        protocols = List.copyOf(protocols);
    }

    /// Where it is reached; empty when it is told nothing.
    public Optional<URI> address() {
        return Optional.ofNullable(url);
    }

    /// Whether it speaks for a user: one of this server in its namespace, or its own.
    public boolean covers(UserId user) {
        return user.server().equals(sender.server())
                && (user.equals(sender) || describes(users, user.toString(), false));
    }

    /// Whether an alias interests it.
    public boolean covers(RoomAlias alias) {
        return describes(aliases, alias.toString(), false);
    }

    /// Whether a room interests it because of its id.
    public boolean covers(RoomId room) {
        return describes(rooms, room.toString(), false);
    }

    /// Whether a user is reserved for it.
    public boolean reserves(UserId user) {
        return user.server().equals(sender.server())
                && (user.equals(sender) || describes(users, user.toString(), true));
    }

    /// Whether an alias is reserved for it.
    public boolean reserves(RoomAlias alias) {
        return alias.server().equals(sender.server()) && describes(aliases, alias.toString(), true);
    }

    private static boolean describes(List<Namespace> namespaces, String name, boolean exclusive) {
        for (Namespace namespace : namespaces) {
            if ((!exclusive || namespace.exclusive()) && namespace.expression().matches(name)) {
                return true;
            }
        }
        return false;
    }

    /// Without the tokens, for logs.
    @Override
    public String toString() {
        return "Registration[id=%s, url=%s, sender=%s]".formatted(id, url, sender);
    }
}
