package org.stoa.boot.cli;

import java.util.Optional;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.boot.Homeserver;
import org.stoa.boot.HomeserverConfig;
import org.stoa.boot.config.FeatureConfigs;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.ControlClient;
import org.stoa.boot.control.ControlCommands;
import org.stoa.platform.Platform;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.DatabaseConfig;

/// Asks the running server to do something, or does it on the database when none runs.
final class ControlCall {

    private ControlCall() {}

    /// Returns the answer; throws CommandException when it is an error.
    static JsonObject ask(StoaConfig config, JsonObject request) {
        Optional<JsonObject> answered = ControlClient.ask(config.controlSocket(), request);
        JsonObject answer = answered.isPresent() ? answered.get() : askDatabase(config, request);
        Optional<String> error = answer.string("error");
        if (error.isPresent()) {
            throw new CommandException(ExitCode.FAILURE, error.get());
        }
        return answer;
    }

    /// A command in a wrong folder would make an empty database there, or leave something that no server reads, and say that
    /// all went well. Throws CommandException USAGE.
    static void requireDatabase(StoaConfig config) {
        DatabaseConfig database =
                FeatureConfigs.homeserver(config, Platform.system().time()).database();
        if (!database.location().mayExist()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "there is no database in %s: name the data folder with --data-dir or the configuration with --config; a new server makes its database when it is started with './stoa serve'"
                            .formatted(config.dataDirectory()));
        }
    }

    private static JsonObject askDatabase(StoaConfig config, JsonObject request) {
        requireDatabase(config);
        Platform platform = Platform.system();
        HomeserverConfig whole = FeatureConfigs.homeserver(config, platform.time());
        try (Homeserver homeserver = new Homeserver(whole, platform)) {
            return ControlCommands.of(homeserver).handle(request);
        }
    }
}
