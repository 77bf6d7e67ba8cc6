package org.stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.data.AccountData;
import org.stoa.accounts.data.Filters;
import org.stoa.accounts.data.RoomTags;
import org.stoa.accounts.endpoint.ChangePassword;
import org.stoa.accounts.endpoint.CheckNameAvailable;
import org.stoa.accounts.endpoint.CheckRegistrationToken;
import org.stoa.accounts.endpoint.CompleteStage;
import org.stoa.accounts.endpoint.CreateFilter;
import org.stoa.accounts.endpoint.DeactivateAccount;
import org.stoa.accounts.endpoint.DeleteDevice;
import org.stoa.accounts.endpoint.DeleteDevices;
import org.stoa.accounts.endpoint.DeleteProfileField;
import org.stoa.accounts.endpoint.DeleteTag;
import org.stoa.accounts.endpoint.GetAccountData;
import org.stoa.accounts.endpoint.GetCapabilities;
import org.stoa.accounts.endpoint.GetClientWellKnown;
import org.stoa.accounts.endpoint.GetDevice;
import org.stoa.accounts.endpoint.GetFilter;
import org.stoa.accounts.endpoint.GetLoginFlows;
import org.stoa.accounts.endpoint.GetLoginToken;
import org.stoa.accounts.endpoint.GetOldRegisterFlows;
import org.stoa.accounts.endpoint.GetProfile;
import org.stoa.accounts.endpoint.GetProfileField;
import org.stoa.accounts.endpoint.GetRegistrationNonce;
import org.stoa.accounts.endpoint.GetRoomAccountData;
import org.stoa.accounts.endpoint.GetServerWellKnown;
import org.stoa.accounts.endpoint.GetSupport;
import org.stoa.accounts.endpoint.GetTags;
import org.stoa.accounts.endpoint.GetVersions;
import org.stoa.accounts.endpoint.ListDevices;
import org.stoa.accounts.endpoint.LogIn;
import org.stoa.accounts.endpoint.LogOut;
import org.stoa.accounts.endpoint.LogOutEverywhere;
import org.stoa.accounts.endpoint.OldRegister;
import org.stoa.accounts.endpoint.RefreshToken;
import org.stoa.accounts.endpoint.Register;
import org.stoa.accounts.endpoint.RegisterWithSharedSecret;
import org.stoa.accounts.endpoint.SetAccountData;
import org.stoa.accounts.endpoint.SetProfileField;
import org.stoa.accounts.endpoint.SetRoomAccountData;
import org.stoa.accounts.endpoint.SetTag;
import org.stoa.accounts.endpoint.UpdateDevice;
import org.stoa.accounts.endpoint.WhoAmI;
import org.stoa.accounts.interactive.DummyStage;
import org.stoa.accounts.interactive.InteractiveAuth;
import org.stoa.accounts.moderation.AccountModeration;
import org.stoa.accounts.moderation.ModerationModule;
import org.stoa.accounts.password.Passwords;
import org.stoa.accounts.profile.Profiles;
import org.stoa.accounts.register.RegisterUser;
import org.stoa.accounts.register.Registrar;
import org.stoa.accounts.register.RegistrationTokenStage;
import org.stoa.accounts.register.RegistrationTokens;
import org.stoa.accounts.register.SharedSecret;
import org.stoa.accounts.session.AccountGuard;
import org.stoa.accounts.session.LoginTokens;
import org.stoa.accounts.session.PasswordLogin;
import org.stoa.accounts.session.PasswordStage;
import org.stoa.accounts.session.Sessions;
import org.stoa.accounts.token.AccessTokens;
import org.stoa.accounts.token.LastSeen;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.http.Endpoint;
import org.stoa.http.auth.TokenLookup;
import org.stoa.platform.Platform;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.id.ServerName;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.DeviceRepository;
import org.stoa.storage.accounts.FilterRepository;
import org.stoa.storage.accounts.InteractiveSessionRepository;
import org.stoa.storage.accounts.ProfileRepository;
import org.stoa.storage.accounts.RegistrationTokenRepository;
import org.stoa.storage.accounts.ShortTokenRepository;
import org.stoa.storage.accounts.TokenRepository;

/// Wires the accounts: their services, and the endpoints over them.
public final class AccountsModule implements AutoCloseable {

    private final AccountsConfig config;
    private final Randomness randomness;
    private final Time time;
    private final Passwords passwords;
    private final LastSeen lastSeen;
    private final AccessTokens accessTokens;
    private final Sessions sessions;
    private final Registrar registrar;
    private final RegistrationTokens registrationTokens;
    private final RegisterUser registerUser;
    private final PasswordLogin login;
    private final LoginTokens loginTokens;
    private final PasswordChange passwordChange;
    private final Deactivation deactivation;
    private final InteractiveAuth interactive;
    private final AccountGuard guard;
    private final Profiles profiles;
    private final AccountData accountData;
    private final Filters filters;
    private final AccountAdmin admin;
    private final ModerationModule moderation;
    private final AccountsCleanup cleanup;

    /// Builds everything over this database; nothing runs by itself yet.
    public AccountsModule(
            Database database, Platform platform, AccountsConfig config, AccountsHooks hooks) {
        this.config = config;
        this.randomness = platform.randomness();
        this.time = platform.time();
        ServerName serverName = config.serverName();
        var accounts = new AccountRepository();
        var devices = new DeviceRepository();
        var tokens = new TokenRepository();
        var interactiveSessions = new InteractiveSessionRepository();
        var profileRows = new ProfileRepository();
        var accountDataRows = new AccountDataRepository();
        var filterRows = new FilterRepository();

        this.passwords = new Passwords(config.passwordCost(), randomness, passwordThreads());
        this.lastSeen = new LastSeen(database, devices);
        this.accessTokens = new AccessTokens(database, tokens, serverName, lastSeen, time);
        this.sessions =
                new Sessions(
                        database,
                        accounts,
                        devices,
                        tokens,
                        accessTokens,
                        new TokenTexts(randomness),
                        config.sessions(),
                        hooks.deviceRemoved(),
                        time);
        this.registrar =
                new Registrar(
                        database,
                        accounts,
                        passwords,
                        hooks.namespaceGuard(),
                        serverName,
                        config.minimumPasswordLength(),
                        randomness,
                        time);
        this.registrationTokens =
                new RegistrationTokens(
                        database,
                        new RegistrationTokenRepository(),
                        config.registration().tokens(),
                        randomness,
                        time);
        this.registerUser =
                new RegisterUser(
                        database,
                        registrar,
                        registrationTokens,
                        sessions,
                        accessTokens,
                        serverName);
        this.login =
                new PasswordLogin(
                        database, accounts, passwords, serverName, config.loginLimit(), time);
        var shortTokens = new ShortTokenRepository();
        this.loginTokens =
                new LoginTokens(database, accounts, shortTokens, new TokenTexts(randomness), time);
        this.passwordChange =
                new PasswordChange(database, accounts, passwords, registrar, sessions);
        this.interactive =
                InteractiveAuth.over(
                        database,
                        interactiveSessions,
                        randomness,
                        time,
                        config.sessions().interactiveLifetime(),
                        List.of(
                                new DummyStage(),
                                new PasswordStage(login),
                                new RegistrationTokenStage(registrationTokens)));
        this.guard = new AccountGuard(database, accounts, interactive);
        this.profiles =
                new Profiles(database, accounts, profileRows, serverName, hooks.profileChanged());
        this.accountData = new AccountData(database, accountDataRows);
        this.filters = new Filters(database, filterRows);
        this.deactivation =
                new Deactivation(
                        database,
                        accounts,
                        profileRows,
                        accountDataRows,
                        filterRows,
                        sessions,
                        accessTokens,
                        hooks.userDeactivated(),
                        time);
        this.admin =
                new AccountAdmin(
                        database,
                        accounts,
                        registrar,
                        passwordChange,
                        deactivation,
                        accessTokens,
                        serverName);
        this.moderation =
                new ModerationModule(
                        new AccountModeration(
                                database, accounts, sessions, accessTokens, serverName));
        this.cleanup =
                new AccountsCleanup(
                        database,
                        interactiveSessions,
                        tokens,
                        shortTokens,
                        lastSeen,
                        config.sessions().interactiveLifetime(),
                        time);
    }

    /// Has the scheduler do what is to be done now and then.
    public void start() {
        cleanup.start();
    }

    /// Returns all endpoints of accounts.
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.addAll(discoveryEndpoints());
        all.addAll(registrationEndpoints());
        all.addAll(sessionEndpoints());
        all.addAll(userDataEndpoints());
        all.addAll(moderation.endpoints());
        return List.copyOf(all);
    }

    /// Finds whose an access token is.
    public TokenLookup tokenLookup() {
        return accessTokens;
    }

    /// What operators do with accounts.
    public AccountAdmin admin() {
        return admin;
    }

    /// The tokens that let their holders register.
    public RegistrationTokens registrationTokens() {
        return registrationTokens;
    }

    /// Guards operations of other packages on a user's own account.
    public AccountGuard guard() {
        return guard;
    }

    /// The profiles of this server's users.
    public Profiles profiles() {
        return profiles;
    }

    /// The account data of this server's users.
    public AccountData accountData() {
        return accountData;
    }

    /// The filters of this server's users.
    public Filters filters() {
        return filters;
    }

    /// What is to be done now and then.
    public AccountsCleanup cleanup() {
        return cleanup;
    }

    /// Writes what is only in memory, and stops the threads. The database must still be open.
    @Override
    public void close() {
        lastSeen.flush(time.millis());
        passwords.close();
    }

    private List<Endpoint> discoveryEndpoints() {
        return List.of(
                new GetVersions(config.unstableFeatures()),
                new GetClientWellKnown(config.discovery()),
                new GetServerWellKnown(config.discovery()),
                new GetSupport(config.discovery()),
                new GetCapabilities(config.defaultRoomVersion(), loginTokens));
    }

    private List<Endpoint> registrationEndpoints() {
        RegistrationConfig registration = config.registration();
        List<Endpoint> all = new ArrayList<>();
        all.add(new Register(registration, interactive, registerUser));
        all.add(new OldRegister(registration, registrar, registerUser));
        all.add(new GetOldRegisterFlows(registration));
        all.add(new CheckNameAvailable(registration, registrar));
        all.add(new CheckRegistrationToken(registration, registrationTokens));
        all.add(new CompleteStage(interactive));
        String sharedSecret = registration.sharedSecret();
        if (sharedSecret != null) {
            var secret = new SharedSecret(sharedSecret, randomness, time);
            all.add(new GetRegistrationNonce(secret));
            all.add(new RegisterWithSharedSecret(secret, registrar, registerUser, profiles));
        }
        return all;
    }

    private List<Endpoint> sessionEndpoints() {
        return List.of(
                new GetLoginFlows(),
                new LogIn(config, login, loginTokens, sessions),
                new GetLoginToken(guard, loginTokens),
                new LogOut(sessions),
                new LogOutEverywhere(sessions),
                new RefreshToken(sessions),
                new WhoAmI(),
                new ChangePassword(guard, passwordChange),
                new DeactivateAccount(guard, deactivation),
                new ListDevices(sessions),
                new GetDevice(sessions),
                new UpdateDevice(sessions),
                new DeleteDevice(guard, sessions),
                new DeleteDevices(guard, sessions));
    }

    private List<Endpoint> userDataEndpoints() {
        var tags = new RoomTags(accountData);
        return List.of(
                new GetProfile(profiles),
                new GetProfileField(profiles),
                new SetProfileField(profiles),
                new DeleteProfileField(profiles),
                new GetAccountData(accountData),
                new SetAccountData(accountData),
                new GetRoomAccountData(accountData),
                new SetRoomAccountData(accountData),
                new GetTags(tags),
                new SetTag(tags),
                new DeleteTag(tags),
                new CreateFilter(filters),
                new GetFilter(filters));
    }

    /// Hashing may take half of the machine, no more.
    private static int passwordThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
