package org.stoa.boot.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One key of the configuration: where it stands, what it takes, and its value when nobody sets it.
///
/// @param path names from the top of the file, with dots between them: `registration.mode`
/// @param documentation what the key is for, in lines of plain text
public record ConfigKey<T extends @Nullable Object>(
        String path, ConfigType<T> type, T initial, String documentation) {

    /// Returns the environment variable that overrides the key: `STOA_REGISTRATION_MODE`.
    public String environmentName() {
        return "STOA_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
