package org.stoa.bridge.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a homeserver is told about an application service. [RegistrationFile] reads, makes and writes it.
///
/// @param id what the homeserver calls it; stays the same when anything else changes
/// @param url where the homeserver reaches it; null when it shall send nothing
/// @param asToken what the service says to the homeserver
/// @param hsToken what the homeserver says to the service
/// @param senderLocalpart the localpart of the service's own user, its bot
/// @param rateLimited whether its users are limited as others are
/// @param receiveEphemeral whether it hears of typing, receipts and presence
/// @param protocols the third-party networks that it answers for, such as `irc`
///
/// Spec: application-service-api#registration (v1.19).
public record Registration(
        String id,
        @Nullable String url,
        String asToken,
        String hsToken,
        String senderLocalpart,
        List<Namespace> users,
        List<Namespace> aliases,
        List<Namespace> rooms,
        boolean rateLimited,
        boolean receiveEphemeral,
        List<String> protocols) {

    public Registration {
        users = List.copyOf(users);
        aliases = List.copyOf(aliases);
        rooms = List.copyOf(rooms);
        protocols = List.copyOf(protocols);
    }

    /// Returns the registration of a bot without namespaces, with new tokens; the bot's name is the id.
    public static Registration ofBot(String id, String url) {
        return new Registration(
                id,
                url,
                Tokens.random(),
                Tokens.random(),
                id,
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                List.of());
    }

    /// Returns this registration with these namespaces of users and aliases.
    public Registration withNamespaces(List<Namespace> newUsers, List<Namespace> newAliases) {
        return new Registration(
                id,
                url,
                asToken,
                hsToken,
                senderLocalpart,
                newUsers,
                newAliases,
                rooms,
                rateLimited,
                receiveEphemeral,
                protocols);
    }

    /// Returns this registration with these third-party networks.
    public Registration withProtocols(List<String> newProtocols) {
        return new Registration(
                id,
                url,
                asToken,
                hsToken,
                senderLocalpart,
                users,
                aliases,
                rooms,
                rateLimited,
                receiveEphemeral,
                newProtocols);
    }

    /// Returns this registration with another name for the service's own user.
    public Registration withSender(String localpart) {
        return new Registration(
                id,
                url,
                asToken,
                hsToken,
                localpart,
                users,
                aliases,
                rooms,
                rateLimited,
                receiveEphemeral,
                protocols);
    }

    /// The tokens are secrets, so they are not in the text.
    @Override
    public String toString() {
        return "Registration[" + id + "]";
    }
}
