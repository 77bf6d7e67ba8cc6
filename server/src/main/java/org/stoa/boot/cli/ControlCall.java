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

    private static JsonObject askDatabase(StoaConfig config, JsonObject request) {
        Platform platform = Platform.system();
        HomeserverConfig whole = FeatureConfigs.homeserver(config, platform.time());
        try (Homeserver homeserver = new Homeserver(whole, platform)) {
            return ControlCommands.of(homeserver).handle(request);
        }
    }
}
