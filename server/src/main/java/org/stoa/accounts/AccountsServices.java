package org.stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.data.AccountData;
import org.stoa.accounts.data.Filters;
import org.stoa.accounts.data.LocalNotificationSettings;
import org.stoa.accounts.endpoint.GhostLogin;
import org.stoa.accounts.interactive.DummyStage;
import org.stoa.accounts.interactive.InteractiveAuth;
import org.stoa.accounts.interactive.Stage;
import org.stoa.accounts.moderation.AccountModeration;
import org.stoa.accounts.moderation.ModerationModule;
import org.stoa.accounts.password.Passwords;
import org.stoa.accounts.profile.AllProfiles;
import org.stoa.accounts.profile.Profiles;
import org.stoa.accounts.register.CaptchaConfig;
import org.stoa.accounts.register.CaptchaStage;
import org.stoa.accounts.register.RegisterUser;
import org.stoa.accounts.register.Registrar;
import org.stoa.accounts.register.RegistrationTokenStage;
import org.stoa.accounts.register.RegistrationTokens;
import org.stoa.accounts.register.TermsStage;
import org.stoa.accounts.search.UserIndex;
import org.stoa.accounts.session.AccountGuard;
import org.stoa.accounts.session.LoginTokens;
import org.stoa.accounts.session.OpenIdTokens;
import org.stoa.accounts.session.PasswordLogin;
import org.stoa.accounts.session.PasswordStage;
import org.stoa.accounts.session.Sessions;
import org.stoa.accounts.token.AccessTokens;
import org.stoa.accounts.token.LastSeen;
import org.stoa.accounts.token.TokenTexts;
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

/// What the accounts are made of, built in the order in which one needs another; nothing runs by itself yet.
///
/// For [AccountsModule], which shows some of it to other features, and for [AccountsEndpoints].
final class AccountsServices implements AutoCloseable {
    final AccountsConfig config;
    final Randomness randomness;
    final Time time;
    final Passwords passwords;
    final LastSeen lastSeen;
    final AccessTokens accessTokens;
    final Sessions sessions;
    final Registrar registrar;
    final RegistrationTokens registrationTokens;
    final RegisterUser registerUser;
    final PasswordLogin login;
    final LoginTokens loginTokens;
    final OpenIdTokens openIdTokens;
    final UserIndex userIndex;
    final PasswordChange passwordChange;
    final Deactivation deactivation;
    final InteractiveAuth interactive;
    final AccountGuard guard;
    final Profiles profiles;
    final AllProfiles allProfiles;
    final AccountData accountData;
    final Filters filters;
    final AccountAdmin admin;
    final ModerationModule moderation;
    final AccountsCleanup cleanup;
    final AppServices appServices;
    final GhostLogin ghostLogin;

    AccountsServices(
            Database database, Platform platform, AccountsConfig config, AccountsHooks hooks) {
        this.config = config;
        this.randomness = platform.randomness();
        this.time = platform.time();
        ServerName serverName = config.serverName();
        var accounts = new AccountRepository();
        var devices = new DeviceRepository();
        var tokens = new TokenRepository();
        var shortTokens = new ShortTokenRepository();
        var interactiveSessions = new InteractiveSessionRepository();
        var profileRows = new ProfileRepository();
        var accountDataRows = new AccountDataRepository();
        var filterRows = new FilterRepository();

        this.appServices = hooks.appServices();
        this.ghostLogin = new GhostLogin(appServices, database, accounts, serverName);
        this.passwords = new Passwords(config.passwordCost(), randomness, passwordThreads());
        this.lastSeen = new LastSeen(database, devices);
        this.accessTokens = new AccessTokens(database, tokens, serverName, lastSeen, time);
        this.sessions =
                new Sessions(
                        database,
                        accounts,
                        devices,
                        tokens,
                        shortTokens,
                        accessTokens,
                        new TokenTexts(randomness),
                        config.sessions(),
                        new LocalNotificationSettings(accountDataRows, hooks.deviceRemoved()),
                        time);
        this.userIndex = new UserIndex(accounts, profileRows, serverName);
        this.registrar =
                new Registrar(
                        database,
                        accounts,
                        passwords,
                        userIndex,
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
        this.loginTokens =
                new LoginTokens(database, accounts, shortTokens, new TokenTexts(randomness), time);
        this.openIdTokens =
                new OpenIdTokens(
                        database,
                        accounts,
                        shortTokens,
                        new TokenTexts(randomness),
                        serverName,
                        time);
        this.passwordChange =
                new PasswordChange(database, accounts, passwords, registrar, sessions);
        this.interactive =
                InteractiveAuth.over(
                        database,
                        interactiveSessions,
                        randomness,
                        time,
                        config.sessions().interactiveLifetime(),
                        stages());
        this.guard = new AccountGuard(database, accounts, interactive);
        this.profiles =
                new Profiles(
                        database,
                        accounts,
                        profileRows,
                        serverName,
                        userIndex.onProfileChange(hooks.profileChanged()));
        this.allProfiles = new AllProfiles(serverName, profiles, hooks.otherProfiles());
        this.accountData = new AccountData(database, accountDataRows, config.accountData());
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
                        userIndex.onDeactivation(hooks.userDeactivated()),
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

    private List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        stages.add(new DummyStage());
        stages.add(new TermsStage(config.registration().terms()));
        stages.add(new PasswordStage(login));
        stages.add(new RegistrationTokenStage(registrationTokens));
        CaptchaConfig captcha = config.registration().captcha();
        if (captcha != null) {
            stages.add(new CaptchaStage(captcha));
        }
        return stages;
    }

    /// Writes what is only in memory, and stops the threads. The database must still be open.
    @Override
    public void close() {
        lastSeen.flush(time.millis());
        passwords.close();
    }

    /// Hashing may take half of the machine, no more.
    private static int passwordThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
