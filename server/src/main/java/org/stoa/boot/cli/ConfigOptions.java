package org.stoa.boot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.config.ConfigKeys;
import org.stoa.boot.config.Settings;
import org.stoa.boot.config.StoaConfig;
import picocli.CommandLine.Option;

/// The flags by which a command learns its configuration.
final class ConfigOptions {
    private static final Path DEFAULT_FILE = Path.of("stoa.yaml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Configuration file; otherwise STOA_CONFIG, otherwise stoa.yaml in the working folder if it is there.")
    private @Nullable Path file;

    @Option(names = "--server-name", paramLabel = "NAME", description = "Name of the homeserver.")
    private @Nullable String serverName;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "Folder that holds the data.")
    private @Nullable String dataDirectory;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            split = ",",
            description = "Where to take requests; may be given several times.")
    private String @Nullable [] listeners;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets any key of the configuration, for example --set log.level=debug.")
    private Map<String, String> others = new LinkedHashMap<>();

    /// Returns what was set; throws ConfigException.
    Settings settings() {
        Map<String, String> environment = System.getenv();
        return Settings.of(file(environment), environment, flags());
    }

    /// Returns the configuration that the settings make; throws ConfigException.
    static StoaConfig config(Settings settings) {
        return StoaConfig.of(settings, Path.of("").toAbsolutePath());
    }

    /// Returns the configuration; throws ConfigException.
    StoaConfig config() {
        return config(settings());
    }

    private @Nullable Path file(Map<String, String> environment) {
        if (file != null) {
            return file;
        }
        String named = environment.get("STOA_CONFIG");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>(others);
        put(flags, ConfigKeys.SERVER_NAME.path(), serverName);
        put(flags, ConfigKeys.DATA_DIR.path(), dataDirectory);
        put(
                flags,
                ConfigKeys.LISTENERS.path(),
                listeners == null ? null : String.join(",", listeners));
        return flags;
    }

    private static void put(Map<String, String> flags, String path, @Nullable String value) {
        if (value != null) {
            flags.put(path, value);
        }
    }
}
