package org.stoa.boot.control;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.appservice.AppServiceModule;
import org.stoa.appservice.Registration;
import org.stoa.boot.config.RegistrationFiles;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What the commands for application services ask of a server. Tokens never come out.
public final class AppServiceCommands {
    private final ServerName serverName;
    private final AppServiceModule services;

    AppServiceCommands(ServerName serverName, AppServiceModule services) {
        this.serverName = serverName;
        this.services = services;
    }

    /// Asks for all application services, and how they are.
    public static JsonObject list() {
        return JsonObject.of("command", "appservice.list");
    }

    /// Asks to let the registrations in these files hold from now on.
    public static JsonObject reload(List<Path> files) {
        return JsonObject.of(
                "command",
                "appservice.reload",
                "files",
                JsonArray.ofStrings(files.stream().map(Path::toString).toList()));
    }

    JsonObject reloaded(JsonObject request) {
        List<Path> files =
                request.array("files").orElse(JsonArray.EMPTY).strings().stream()
                        .map(Path::of)
                        .toList();
        services.replace(RegistrationFiles.read(serverName, files));
        return JsonObject.of("count", files.size());
    }

    JsonObject listed() {
        List<JsonObject> all = new ArrayList<>();
        for (Registration each : services.registrations().all()) {
            JsonObject.Builder service =
                    JsonObject.builder()
                            .put("id", each.id())
                            .putIfPresent("url", each.address().map(Object::toString))
                            .put("sender", each.sender().toString());
            services.couriers()
                    .standing(each)
                    .ifPresent(
                            standing ->
                                    service.put("backlog", standing.backlog())
                                            .put("failures", standing.failures())
                                            .putIfPresent(
                                                    "reason",
                                                    Optional.ofNullable(standing.reason())));
            all.add(service.build());
        }
        return JsonObject.of("services", JsonArray.of(all));
    }
}
