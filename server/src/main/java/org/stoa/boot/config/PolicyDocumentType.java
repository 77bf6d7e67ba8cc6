package org.stoa.boot.config;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.stoa.accounts.PolicyDocument;

/// Reads a policy: `{id, version, language, name, url}`, all of which are needed.
final class PolicyDocumentType implements ConfigType<PolicyDocument> {
    private static final List<String> KEYS = List.of("id", "version", "language", "name", "url");
    private static final ConfigType<String> TEXT = ConfigTypes.text(ConfigChecks::notEmpty);
    private static final ConfigType<URI> URL = ConfigTypes.text(ConfigChecks::webAddress);

    @Override
    public PolicyDocument read(String path, ConfigValue value) {
        if (!(value instanceof ConfigValue.Mapping mapping)) {
            throw expected(path, value);
        }
        UnknownKey.refuse(mapping, path, KEYS);
        if (!mapping.entries().keySet().containsAll(KEYS)) {
            throw expected(path, value);
        }
        return new PolicyDocument(
                text(mapping, path, "id"),
                text(mapping, path, "version"),
                text(mapping, path, "language"),
                text(mapping, path, "name"),
                URL.read(path + ".url", entry(mapping, "url")));
    }

    @Override
    public String write(PolicyDocument value, int indent) {
        String margin = "\n" + " ".repeat(indent);
        return String.join(
                margin,
                "id: " + TEXT.write(value.id(), indent),
                "version: " + TEXT.write(value.version(), indent),
                "language: " + TEXT.write(value.language(), indent),
                "name: " + TEXT.write(value.name(), indent),
                "url: " + TEXT.write(value.url().toString(), indent));
    }

    private static String text(ConfigValue.Mapping mapping, String path, String key) {
        return TEXT.read(path + "." + key, entry(mapping, key));
    }

    private static ConfigValue entry(ConfigValue.Mapping mapping, String key) {
        return Objects.requireNonNull(mapping.entries().get(key));
    }

    private static ConfigException expected(String path, ConfigValue value) {
        return new ConfigException(
                value.place() + ": " + path + ": expected the keys " + String.join(", ", KEYS));
    }
}
