package org.stoa.boot.config;

import java.util.List;
import org.stoa.appservice.Registration;
import org.stoa.appservice.expression.ExpressionException;
import org.stoa.boot.config.RegistrationFile.Placed;
import org.stoa.protocol.id.ServerName;

/// Refuses registrations that cannot hold side by side.
///
/// "each `as_token` and `id` MUST be unique per application service": application-service-api#registration (v1.19).
final class RegistrationConflicts {
    private final ServerName serverName;

    private RegistrationConflicts(ServerName serverName) {
        this.serverName = serverName;
    }

    static void check(ServerName serverName, List<RegistrationFile> files) {
        RegistrationConflicts conflicts = new RegistrationConflicts(serverName);
        for (int i = 0; i < files.size(); i++) {
            for (RegistrationFile earlier : files.subList(0, i)) {
                conflicts.check(earlier, files.get(i));
            }
        }
    }

    private void check(RegistrationFile earlier, RegistrationFile later) {
        Registration one = earlier.registration();
        Registration other = later.registration();
        refuse(
                one.id().equals(other.id()),
                later.idPlace(),
                "the id '" + other.id() + "' is that of another application service",
                earlier.idPlace());
        refuse(
                one.asToken().equals(other.asToken()),
                later.tokenPlace(),
                "as_token is that of another application service",
                earlier.tokenPlace());
        refuse(
                one.hsToken().equals(other.hsToken()),
                later.tokenPlace(),
                "hs_token is that of another application service",
                earlier.tokenPlace());
        refuse(
                one.sender().equals(other.sender()),
                later.senderPlace(),
                "the user " + other.sender() + " is that of another application service",
                earlier.senderPlace());
        refuse(
                one.reserves(other.sender()),
                later.senderPlace(),
                other.sender() + " is in the exclusive namespace of another application service",
                earlier.idPlace());
        refuse(
                other.reserves(one.sender()),
                later.idPlace(),
                "its exclusive namespace has "
                        + one.sender()
                        + ", which is another application service",
                earlier.senderPlace());
        checkNamespaces('@', earlier.users(), later.users());
        checkNamespaces('#', earlier.aliases(), later.aliases());
    }

    private void checkNamespaces(char sigil, List<Placed> earlier, List<Placed> later) {
        for (Placed one : earlier) {
            for (Placed other : later) {
                checkNamespaces(sigil, one, other);
            }
        }
    }

    private void checkNamespaces(char sigil, Placed one, Placed other) {
        try {
            refuse(
                    one.expression().overlaps(other.expression(), sigil, serverName.text()),
                    other.place(),
                    "the exclusive namespace '%s' has names in common with '%s'"
                            .formatted(other.expression(), one.expression()),
                    one.place());
        } catch (ExpressionException tooLong) {
            refuse(
                    true,
                    other.place(),
                    "whether the exclusive namespace '%s' has names in common with '%s' cannot be told: %s"
                            .formatted(other.expression(), one.expression(), tooLong.getMessage()),
                    one.place());
        }
    }

    private static void refuse(boolean wrong, String place, String what, String otherPlace) {
        if (wrong) {
            throw new ConfigException(place + ": " + what + ", at " + otherPlace);
        }
    }
}
