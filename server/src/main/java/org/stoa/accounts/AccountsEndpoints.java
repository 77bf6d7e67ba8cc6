package org.stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.data.RoomTags;
import org.stoa.accounts.endpoint.ChangePassword;
import org.stoa.accounts.endpoint.CheckNameAvailable;
import org.stoa.accounts.endpoint.CheckRegistrationToken;
import org.stoa.accounts.endpoint.CompleteStage;
import org.stoa.accounts.endpoint.CreateFilter;
import org.stoa.accounts.endpoint.DeactivateAccount;
import org.stoa.accounts.endpoint.DeleteAccountData;
import org.stoa.accounts.endpoint.DeleteDevice;
import org.stoa.accounts.endpoint.DeleteDevices;
import org.stoa.accounts.endpoint.DeleteProfileField;
import org.stoa.accounts.endpoint.DeleteRoomAccountData;
import org.stoa.accounts.endpoint.DeleteTag;
import org.stoa.accounts.endpoint.GetAccountData;
import org.stoa.accounts.endpoint.GetCapabilities;
import org.stoa.accounts.endpoint.GetClientWellKnown;
import org.stoa.accounts.endpoint.GetDevice;
import org.stoa.accounts.endpoint.GetFilter;
import org.stoa.accounts.endpoint.GetLoginFlows;
import org.stoa.accounts.endpoint.GetLoginToken;
import org.stoa.accounts.endpoint.GetOldRegisterFlows;
import org.stoa.accounts.endpoint.GetOpenIdUser;
import org.stoa.accounts.endpoint.GetProfile;
import org.stoa.accounts.endpoint.GetProfileField;
import org.stoa.accounts.endpoint.GetRegistrationNonce;
import org.stoa.accounts.endpoint.GetRoomAccountData;
import org.stoa.accounts.endpoint.GetServerWellKnown;
import org.stoa.accounts.endpoint.GetSupport;
import org.stoa.accounts.endpoint.GetTags;
import org.stoa.accounts.endpoint.GetTurnServer;
import org.stoa.accounts.endpoint.GetVersions;
import org.stoa.accounts.endpoint.ListDevices;
import org.stoa.accounts.endpoint.ListThirdPartyIds;
import org.stoa.accounts.endpoint.LogIn;
import org.stoa.accounts.endpoint.LogOut;
import org.stoa.accounts.endpoint.LogOutEverywhere;
import org.stoa.accounts.endpoint.OldRegister;
import org.stoa.accounts.endpoint.QueryProfile;
import org.stoa.accounts.endpoint.RefreshToken;
import org.stoa.accounts.endpoint.RefuseAddressCheck;
import org.stoa.accounts.endpoint.Register;
import org.stoa.accounts.endpoint.RegisterWithSharedSecret;
import org.stoa.accounts.endpoint.RequestOpenIdToken;
import org.stoa.accounts.endpoint.SetAccountData;
import org.stoa.accounts.endpoint.SetProfileField;
import org.stoa.accounts.endpoint.SetRoomAccountData;
import org.stoa.accounts.endpoint.SetTag;
import org.stoa.accounts.endpoint.UpdateDevice;
import org.stoa.accounts.endpoint.WhoAmI;
import org.stoa.accounts.register.SharedSecret;
import org.stoa.http.Endpoint;

/// Lists the endpoints of accounts, by what they are about. A new endpoint gets its line here.
final class AccountsEndpoints {
    private final AccountsServices services;

    AccountsEndpoints(AccountsServices services) {
        this.services = services;
    }

    List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        all.addAll(discoveryEndpoints());
        all.addAll(registrationEndpoints());
        all.addAll(sessionEndpoints());
        all.addAll(userDataEndpoints());
        all.addAll(services.moderation.endpoints());
        return List.copyOf(all);
    }

    private List<Endpoint> discoveryEndpoints() {
        return List.of(
                new GetVersions(services.config.unstableFeatures()),
                new GetClientWellKnown(services.config.discovery()),
                new GetServerWellKnown(services.config.discovery()),
                new GetSupport(services.config.discovery()),
                new GetTurnServer(services.config.discovery().turn(), services.time),
                new GetCapabilities(services.config.defaultRoomVersion(), services.loginTokens));
    }

    private List<Endpoint> registrationEndpoints() {
        RegistrationConfig registration = services.config.registration();
        List<Endpoint> all = new ArrayList<>();
        all.add(
                new Register(
                        registration,
                        services.interactive,
                        services.registerUser,
                        services.appServices,
                        services.registrationTokens));
        all.add(
                new OldRegister(
                        registration,
                        services.registrar,
                        services.registerUser,
                        services.appServices));
        all.add(new GetOldRegisterFlows(registration));
        all.add(new CheckNameAvailable(registration, services.registrar));
        all.add(new CheckRegistrationToken(registration, services.registrationTokens));
        all.add(new CompleteStage(services.interactive));
        all.add(new RefuseAddressCheck());
        all.add(new ListThirdPartyIds());
        String sharedSecret = registration.sharedSecret();
        if (sharedSecret != null) {
            var secret = new SharedSecret(sharedSecret, services.randomness, services.time);
            all.add(new GetRegistrationNonce(secret));
            all.add(
                    new RegisterWithSharedSecret(
                            secret, services.registrar, services.registerUser, services.profiles));
        }
        return all;
    }

    private List<Endpoint> sessionEndpoints() {
        return List.of(
                new GetLoginFlows(services.appServices),
                new LogIn(
                        services.config,
                        services.login,
                        services.loginTokens,
                        services.ghostLogin,
                        services.sessions),
                new GetLoginToken(services.guard, services.loginTokens),
                new RequestOpenIdToken(services.openIdTokens),
                new GetOpenIdUser(services.openIdTokens),
                new LogOut(services.sessions),
                new LogOutEverywhere(services.sessions),
                new RefreshToken(services.sessions),
                new WhoAmI(),
                new ChangePassword(services.guard, services.passwordChange),
                new DeactivateAccount(services.guard, services.deactivation),
                new ListDevices(services.sessions),
                new GetDevice(services.sessions),
                new UpdateDevice(services.sessions),
                new DeleteDevice(services.guard, services.sessions),
                new DeleteDevices(services.guard, services.sessions));
    }

    private List<Endpoint> userDataEndpoints() {
        var tags = new RoomTags(services.accountData);
        return List.of(
                new GetProfile(services.allProfiles),
                new GetProfileField(services.allProfiles),
                new QueryProfile(services.profiles),
                new SetProfileField(services.profiles),
                new DeleteProfileField(services.profiles),
                new GetAccountData(services.accountData),
                new SetAccountData(services.accountData),
                new DeleteAccountData(services.accountData),
                new GetRoomAccountData(services.accountData),
                new SetRoomAccountData(services.accountData),
                new DeleteRoomAccountData(services.accountData),
                new GetTags(tags),
                new SetTag(tags),
                new DeleteTag(tags),
                new CreateFilter(services.filters),
                new GetFilter(services.filters));
    }
}
