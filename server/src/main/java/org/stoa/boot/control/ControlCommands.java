package org.stoa.boot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.accounts.AccountAdmin;
import org.stoa.accounts.AccountSummary;
import org.stoa.accounts.register.RegistrationTokens;
import org.stoa.admin.Reports;
import org.stoa.admin.ServerNotices;
import org.stoa.boot.Homeserver;
import org.stoa.boot.config.ConfigException;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.keys.OwnKeys;
import org.stoa.storage.StorageException;

/// What the commands ask of a server, running or not. Requests and answers are objects, so that they are the same
/// over the control socket and without it; `error` in an answer is a sentence for the person who gave the command.
public final class ControlCommands {
    private static final Logger LOG = LoggerFactory.getLogger(ControlCommands.class);

    private final AccountAdmin accounts;
    private final RegistrationTokenCommands tokens;
    private final ReportCommands reports;
    private final NoticeCommands notices;
    private final KeyCommands keys;
    private final AppServiceCommands appServices;
    private final FederationCommands federation;

    private ControlCommands(
            AccountAdmin accounts,
            RegistrationTokens tokens,
            Reports reports,
            Optional<ServerNotices> notices,
            OwnKeys keys,
            AppServiceCommands appServices,
            FederationCommands federation) {
        this.federation = federation;
        this.appServices = appServices;
        this.accounts = accounts;
        this.tokens = new RegistrationTokenCommands(tokens);
        this.reports = new ReportCommands(reports);
        this.notices = new NoticeCommands(notices);
        this.keys = new KeyCommands(keys);
    }

    /// The commands of a server that runs, or of one that was only opened.
    public static ControlCommands of(Homeserver homeserver) {
        return new ControlCommands(
                homeserver.accounts().admin(),
                homeserver.accounts().registrationTokens(),
                homeserver.reports(),
                homeserver.notices(),
                homeserver.remote().ownKeys(),
                new AppServiceCommands(homeserver.serverName(), homeserver.appServices()),
                new FederationCommands(homeserver.federation().sender().lagging()));
    }

    /// Asks for an account.
    public static JsonObject add(String name, @Nullable String password, boolean admin) {
        JsonObject.Builder request =
                JsonObject.builder().put("command", "user.add").put("name", name);
        if (password != null) {
            request.put("password", password);
        }
        return request.put("admin", admin).build();
    }

    /// Asks for another password.
    public static JsonObject password(String name, String password) {
        return JsonObject.of("command", "user.password", "name", name, "password", password);
    }

    /// Asks to give or take the rights of an administrator.
    public static JsonObject admin(String name, boolean admin) {
        return JsonObject.of("command", "user.admin", "name", name, "admin", admin);
    }

    /// Asks to lock an account, or to unlock it.
    public static JsonObject lock(String name, boolean on) {
        return JsonObject.of("command", "user.lock", "name", name, "on", on);
    }

    /// Asks to suspend an account, or to lift that.
    public static JsonObject suspend(String name, boolean on) {
        return JsonObject.of("command", "user.suspend", "name", name, "on", on);
    }

    /// Asks to close an account for good.
    ///
    /// @param erase whether what the user left here goes too
    public static JsonObject deactivate(String name, boolean erase) {
        return JsonObject.of("command", "user.deactivate", "name", name, "erase", erase);
    }

    /// Asks whether a server is there.
    public static JsonObject ping() {
        return JsonObject.of("command", "ping");
    }

    /// Asks for all accounts.
    public static JsonObject list() {
        return JsonObject.of("command", "user.list");
    }

    /// Does what the request asks for and returns the answer. Never throws.
    public JsonObject handle(JsonObject request) {
        String command = request.string("command").orElse("");
        try {
            return answer(command, request);
        } catch (MatrixException | StorageException | ConfigException e) {
            return JsonObject.of("error", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the command {} failed", command, e);
            return JsonObject.of("error", "unexpected failure, see the log: " + e);
        }
    }

    private JsonObject answer(String command, JsonObject request) {
        return switch (command) {
            case "user.add" -> {
                String password = request.string("password").orElse(null);
                yield JsonObject.of(
                        "user_id",
                        accounts.create(name(request), password, isAdmin(request)).toString());
            }
            case "user.password" -> {
                accounts.setPassword(name(request), request.string("password").orElseThrow());
                yield JsonObject.EMPTY;
            }
            case "user.admin" -> {
                accounts.setAdmin(name(request), isAdmin(request));
                yield JsonObject.EMPTY;
            }
            case "user.lock" -> {
                accounts.setLocked(name(request), request.bool("on").orElseThrow());
                yield JsonObject.EMPTY;
            }
            case "user.suspend" -> {
                accounts.setSuspended(name(request), request.bool("on").orElseThrow());
                yield JsonObject.EMPTY;
            }
            case "user.deactivate" -> {
                accounts.deactivate(name(request), request.bool("erase").orElseThrow());
                yield JsonObject.EMPTY;
            }
            case "user.list" -> users();
            case "registration_token.add" -> tokens.added(request);
            case "registration_token.list" -> tokens.listed();
            case "registration_token.delete" -> tokens.deleted(request);
            case "report.list" -> reports.listed(request);
            case "report.delete" -> reports.deleted(request);
            case "notice.send" -> notices.sent(request);
            case "key.list" -> keys.listed();
            case "key.rotate" -> keys.rotated();
            case "key.import" -> keys.imported(request);
            case "appservice.list" -> appServices.listed();
            case "appservice.reload" -> appServices.reloaded(request);
            case "federation.list" -> federation.listed();
            case "federation.retry" -> federation.retried(request);
            case "ping" -> JsonObject.EMPTY;
            default ->
                    JsonObject.of(
                            "error", "this server does not know the command '" + command + "'");
        };
    }

    private static String name(JsonObject request) {
        return request.string("name").orElseThrow();
    }

    private static boolean isAdmin(JsonObject request) {
        return request.bool("admin").orElse(false);
    }

    private JsonObject users() {
        List<JsonObject> users = new ArrayList<>();
        for (AccountSummary account : accounts.list()) {
            users.add(
                    JsonObject.builder()
                            .put("user_id", account.userId().toString())
                            .put("kind", account.kind().name().toLowerCase(Locale.ROOT))
                            .put("created_ts", account.createdTs())
                            .put("admin", account.admin())
                            .put("deactivated", account.deactivated())
                            .put("locked", account.locked())
                            .put("suspended", account.suspended())
                            .build());
        }
        return JsonObject.of("users", JsonArray.of(users));
    }
}
