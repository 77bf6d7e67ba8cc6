package org.stoa.appservice;

import java.util.List;
import org.stoa.accounts.AccountsModule;
import org.stoa.appservice.client.ServiceClient;
import org.stoa.appservice.endpoint.GetProtocol;
import org.stoa.appservice.endpoint.ListProtocols;
import org.stoa.appservice.endpoint.LookUpThirdParty;
import org.stoa.appservice.endpoint.PingService;
import org.stoa.appservice.endpoint.SearchThirdParty;
import org.stoa.appservice.endpoint.SetNetworkRoom;
import org.stoa.appservice.identity.AssertedIdentity;
import org.stoa.appservice.identity.Ghosts;
import org.stoa.appservice.push.Couriers;
import org.stoa.appservice.query.NameQueries;
import org.stoa.appservice.query.ThirdParties;
import org.stoa.appservice.query.ThirdParties.Subject;
import org.stoa.ephemeral.EphemeralModule;
import org.stoa.http.Endpoint;
import org.stoa.http.auth.TokenLookup;
import org.stoa.platform.Changes;
import org.stoa.platform.Platform;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;

/// Wires the application services.
public final class AppServiceModule implements AutoCloseable {
    private final Registrations registrations;
    private final Database database;
    private final Ghosts ghosts;
    private final Couriers couriers;
    private final List<Endpoint> endpoints;

    /// Builds everything over these registrations; nothing runs by itself.
    public AppServiceModule(
            Registrations registrations,
            Database database,
            Platform platform,
            Changes changes,
            AccountsModule accounts,
            RoomsModule rooms,
            EphemeralModule ephemeral) {
        this.registrations = registrations;
        this.database = database;
        this.ghosts = new Ghosts(database, accounts.registrar());
        ServiceClient client = new ServiceClient(platform.time());
        this.couriers =
                new Couriers(registrations, database, platform, changes, rooms, ephemeral, client);
        NameQueries names = new NameQueries(registrations, client, ghosts);
        rooms.aliases().askForUnknown(names);
        accounts.profiles().onMeeting(names);
        ThirdParties thirdParties = new ThirdParties(registrations, client);
        this.endpoints =
                List.of(
                        new PingService(registrations, client, platform.time()),
                        new SetNetworkRoom(database, rooms.rooms()),
                        new ListProtocols(thirdParties),
                        new GetProtocol(thirdParties),
                        new SearchThirdParty(thirdParties, Subject.LOCATION),
                        new SearchThirdParty(thirdParties, Subject.USER),
                        new LookUpThirdParty(thirdParties, Subject.LOCATION),
                        new LookUpThirdParty(thirdParties, Subject.USER));
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /// Knows the tokens of application services, and asks others for the rest.
    public TokenLookup tokenLookup(TokenLookup others) {
        return new AssertedIdentity(others, registrations, ghosts, database, couriers::heardOf);
    }

    /// Begins the work that goes on by itself.
    public void start() {
        makeSenders(registrations.all());
        couriers.start();
    }

    /// Lets other registrations hold from now on.
    public synchronized void replace(List<Registration> others) {
        // Before anything changes: this is what may fail.
        makeSenders(others);
        registrations.replace(others);
        couriers.replaced();
    }

    /// The registrations that hold now.
    public Registrations registrations() {
        return registrations;
    }

    /// How it stands with what services are told.
    public Couriers couriers() {
        return couriers;
    }

    @Override
    public void close() {
        couriers.close();
    }

    /// Each service has a user of its own from the beginning, so that it can be invited and looked up.
    private void makeSenders(List<Registration> services) {
        for (Registration each : services) {
            ghosts.ensure(each, each.sender());
        }
    }
}
