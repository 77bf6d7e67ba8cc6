package org.stoa.appservice.identity;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.stoa.appservice.Registration;
import org.stoa.appservice.Registrations;
import org.stoa.http.Request;
import org.stoa.http.auth.AppService;
import org.stoa.http.auth.Requester;
import org.stoa.http.auth.Scope;
import org.stoa.http.auth.TokenLookup;
import org.stoa.http.auth.TokenResult;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountKind;
import org.stoa.storage.accounts.DeviceRepository;

/// Lets an application service be any of its users, and any device of these; all other tokens are somebody else's to know.
/// Thread-safe.
///
/// Spec: application-service-api#identity-assertion, #timestamp-massaging (v1.19); MSC4326 and MSC3316 for the older names.
public final class AssertedIdentity implements TokenLookup {
    /// The largest `origin_server_ts` that an event can have.
    private static final long MAX_TS = (1L << 53) - 1;

    private final TokenLookup others;
    private final Registrations registrations;
    private final Ghosts ghosts;
    private final Database database;
    private final Signs signs;
    private final DeviceRepository devices = new DeviceRepository();

    /// Hears when an application service shows that it lives. Must be quick.
    @FunctionalInterface
    public interface Signs {
        /// A request of the service came.
        void heardOf(Registration service);
    }

    /// Knows the tokens of application services.
    ///
    /// @param others knows all other tokens
    public AssertedIdentity(
            TokenLookup others,
            Registrations registrations,
            Ghosts ghosts,
            Database database,
            Signs signs) {
        this.others = others;
        this.registrations = registrations;
        this.ghosts = ghosts;
        this.database = database;
        this.signs = signs;
    }

    @Override
    public boolean isUncounted(String token) {
        return registrations.ofToken(token).isPresent();
    }

    @Override
    public TokenResult find(String token, Request request) {
        Optional<Registration> service = registrations.ofToken(token);
        if (service.isEmpty()) {
            return others.find(token, request);
        }
        signs.heardOf(service.get());
        return new TokenResult.Found(requester(service.get(), request));
    }

    private Requester requester(Registration service, Request request) {
        UserId user = asserted(service, request);
        Account account = account(service, user, request);
        return new Requester(
                user,
                account.user(),
                device(account, request),
                account.kind() == AccountKind.GUEST,
                account.admin(),
                account.suspended(),
                account.locked(),
                Optional.of(new AppService(service.id(), isRateLimited(service, user))),
                Optional.empty(),
                Set.of(Scope.CLIENT_API),
                timestamp(request));
    }

    /// "If the parameter is missing, the homeserver is to assume the application service intends to act as the user implied by
    /// the `sender_localpart`".
    private static UserId asserted(Registration service, Request request) {
        Optional<String> text = request.query("user_id").filter(id -> !id.isEmpty());
        if (text.isEmpty()) {
            return service.sender();
        }
        return UserId.tryParse(text.get())
                .filter(service::covers)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.FORBIDDEN,
                                        text.get()
                                                + " is in no namespace of this application service"));
    }

    /// The own user is there by itself. Before r0 any other was too; since then it has to be registered.
    private Account account(Registration service, UserId user, Request request) {
        boolean isMadeOnFirstUse = user.equals(service.sender()) || request.era().isBeforeR0();
        Account account =
                isMadeOnFirstUse
                        ? ghosts.ensure(service, user)
                        : ghosts.find(user)
                                .orElseThrow(
                                        () ->
                                                new MatrixException(
                                                        ErrorCode.FORBIDDEN,
                                                        "Application service has not registered this user ("
                                                                + user
                                                                + ")"));
        if (account.isDeactivated()) {
            throw new MatrixException(ErrorCode.USER_DEACTIVATED, "The account was closed");
        }
        return account;
    }

    private Optional<String> device(Account account, Request request) {
        Optional<String> device =
                request.query("device_id")
                        .or(() -> request.query("org.matrix.msc3202.device_id"))
                        .filter(id -> !id.isEmpty());
        device.ifPresent(
                id -> {
                    if (database.read(tx -> devices.find(tx, account.user(), id)).isEmpty()) {
                        throw new MatrixException(
                                ErrorCode.UNKNOWN_DEVICE, "The user has no such device");
                    }
                });
        return device;
    }

    /// "Whether requests from masqueraded users are rate-limited. The sender is excluded."
    private static boolean isRateLimited(Registration service, UserId user) {
        return service.rateLimited() && !user.equals(service.sender());
    }

    private static OptionalLong timestamp(Request request) {
        String route = request.routeTemplate();
        boolean isTaken =
                request.method().equals("PUT")
                        && (route.contains("/rooms/{roomId}/send/")
                                || route.contains("/rooms/{roomId}/state/"));
        if (!isTaken) {
            return OptionalLong.empty();
        }
        OptionalLong wished = request.queryInteger("ts");
        OptionalLong ts =
                wished.isPresent() ? wished : request.queryInteger("org.matrix.msc3316.ts");
        if (ts.isPresent() && (ts.getAsLong() < 0 || ts.getAsLong() > MAX_TS)) {
            throw request.invalidQuery("ts", "milliseconds since 1970");
        }
        return ts;
    }
}
