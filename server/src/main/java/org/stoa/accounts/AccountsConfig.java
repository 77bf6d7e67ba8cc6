package org.stoa.accounts;

import java.util.Map;
import org.stoa.accounts.data.AccountDataQuota;
import org.stoa.accounts.password.Argon2Cost;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.version.RoomVersion;

/// What the operator decides about accounts.
///
/// @param serverName of this server
/// @param registration how accounts are made
/// @param sessions how long tokens last
/// @param discovery what well-known files say
/// @param loginLimit how often a wrong password may be given
/// @param passwordCost what hashing a password costs
/// @param minimumPasswordLength shorter new passwords are refused
/// @param defaultRoomVersion of rooms made without naming one
/// @param accountData how much clients may keep for a user
/// @param unstableFeatures experimental features that `versions` names
public record AccountsConfig(
        ServerName serverName,
        RegistrationConfig registration,
        SessionConfig sessions,
        DiscoveryConfig discovery,
        LoginLimit loginLimit,
        Argon2Cost passwordCost,
        int minimumPasswordLength,
        RoomVersion defaultRoomVersion,
        AccountDataQuota accountData,
        Map<String, Boolean> unstableFeatures) {

    public AccountsConfig {
        if (minimumPasswordLength < 1) {
            throw new IllegalArgumentException("passwords need at least one character");
        }
        unstableFeatures = Map.copyOf(unstableFeatures);
    }

    /// Returns the defaults: no registration, nothing published.
    public static AccountsConfig defaults(ServerName serverName) {
        return new AccountsConfig(
                serverName,
                RegistrationConfig.OFF,
                SessionConfig.DEFAULT,
                DiscoveryConfig.NONE,
                LoginLimit.DEFAULT,
                Argon2Cost.DEFAULT,
                1,
                RoomVersion.DEFAULT,
                AccountDataQuota.DEFAULT,
                Map.of());
    }

    /// The same with other lifetimes.
    public AccountsConfig withSessions(SessionConfig other) {
        return new AccountsConfig(
                serverName,
                registration,
                other,
                discovery,
                loginLimit,
                passwordCost,
                minimumPasswordLength,
                defaultRoomVersion,
                accountData,
                unstableFeatures);
    }

    /// The same with other well-known files.
    public AccountsConfig withDiscovery(DiscoveryConfig other) {
        return new AccountsConfig(
                serverName,
                registration,
                sessions,
                other,
                loginLimit,
                passwordCost,
                minimumPasswordLength,
                defaultRoomVersion,
                accountData,
                unstableFeatures);
    }

    /// The same with another limit of failed attempts.
    public AccountsConfig withLoginLimit(LoginLimit other) {
        return new AccountsConfig(
                serverName,
                registration,
                sessions,
                discovery,
                other,
                passwordCost,
                minimumPasswordLength,
                defaultRoomVersion,
                accountData,
                unstableFeatures);
    }

    /// The same with another cost of hashing.
    public AccountsConfig withPasswordCost(Argon2Cost other) {
        return new AccountsConfig(
                serverName,
                registration,
                sessions,
                discovery,
                loginLimit,
                other,
                minimumPasswordLength,
                defaultRoomVersion,
                accountData,
                unstableFeatures);
    }

    /// The same with another version of new rooms.
    public AccountsConfig withDefaultRoomVersion(RoomVersion other) {
        return new AccountsConfig(
                serverName,
                registration,
                sessions,
                discovery,
                loginLimit,
                passwordCost,
                minimumPasswordLength,
                other,
                accountData,
                unstableFeatures);
    }

    /// The same with another way of registration.
    public AccountsConfig withRegistration(RegistrationConfig other) {
        return new AccountsConfig(
                serverName,
                other,
                sessions,
                discovery,
                loginLimit,
                passwordCost,
                minimumPasswordLength,
                defaultRoomVersion,
                accountData,
                unstableFeatures);
    }

    /// The same with another quota of account data.
    public AccountsConfig withAccountData(AccountDataQuota other) {
        return new AccountsConfig(
                serverName,
                registration,
                sessions,
                discovery,
                loginLimit,
                passwordCost,
                minimumPasswordLength,
                defaultRoomVersion,
                other,
                unstableFeatures);
    }
}
