package org.stoa.boot.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.http.ListenerConfig;
import org.stoa.http.TlsConfig;

/// Reads a listener: `{address, port, tls_certificate, tls_key, optional}` in the file, `address:port` elsewhere.
final class ListenerType implements ConfigType<ListenerConfig> {
    private static final List<String> KEYS =
            List.of("address", "port", "tls_certificate", "tls_key", "optional");
    private static final ConfigType<Integer> PORT = ConfigTypes.integer(0, 65535);
    private static final ConfigType<Boolean> FLAG = ConfigTypes.flag();
    private static final ConfigType<String> TEXT = ConfigTypes.text(ConfigChecks::notEmpty);

    @Override
    public ListenerConfig read(String path, ConfigValue value) {
        return switch (value) {
            case ConfigValue.Mapping mapping -> read(path, mapping);
            case ConfigValue.Text text -> readAuthority(path, text);
            case ConfigValue.Sequence sequence ->
                    throw new ConfigException(
                            sequence.place() + ": " + path + ": expected address and port");
        };
    }

    private static ListenerConfig read(String path, ConfigValue.Mapping mapping) {
        UnknownKey.refuse(mapping, path, KEYS);
        return new ListenerConfig(
                TEXT.read(path + ".address", required(path, mapping, "address")),
                PORT.read(path + ".port", required(path, mapping, "port")),
                tls(path, mapping),
                isOptional(path, mapping));
    }

    private static boolean isOptional(String path, ConfigValue.Mapping mapping) {
        ConfigValue value = mapping.entries().get("optional");
        return value != null && FLAG.read(path + ".optional", value);
    }

    private static ConfigValue required(String path, ConfigValue.Mapping mapping, String key) {
        ConfigValue value = mapping.entries().get(key);
        if (value == null) {
            throw new ConfigException(mapping.place() + ": " + path + ": expected the key " + key);
        }
        return value;
    }

    private static @Nullable TlsConfig tls(String path, ConfigValue.Mapping mapping) {
        if (!mapping.entries().containsKey("tls_certificate")
                && !mapping.entries().containsKey("tls_key")) {
            return null;
        }
        String certificate =
                TEXT.read(path + ".tls_certificate", required(path, mapping, "tls_certificate"));
        String key = TEXT.read(path + ".tls_key", required(path, mapping, "tls_key"));
        return new TlsConfig(Path.of(certificate), Path.of(key));
    }

    private static ListenerConfig readAuthority(String path, ConfigValue.Text text) {
        int colon = text.text().lastIndexOf(':');
        if (colon < 1) {
            throw new ConfigException(
                    "%s: %s: expected address:port; found '%s'"
                            .formatted(text.place(), path, text.text()));
        }
        String address = text.text().substring(0, colon);
        boolean brackets = address.startsWith("[") && address.endsWith("]");
        ConfigValue port =
                new ConfigValue.Text(text.text().substring(colon + 1), false, text.place());
        return new ListenerConfig(
                brackets ? address.substring(1, address.length() - 1) : address,
                PORT.read(path + ".port", port),
                null,
                false);
    }

    @Override
    public String write(ListenerConfig value, int indent) {
        String margin = "\n" + " ".repeat(indent);
        String address =
                value.address().contains(":") ? "\"" + value.address() + "\"" : value.address();
        StringBuilder lines =
                new StringBuilder("address: " + address + margin + "port: " + value.port());
        TlsConfig tls = value.tls();
        if (tls != null) {
            lines.append(margin).append("tls_certificate: ").append(tls.certificate());
            lines.append(margin).append("tls_key: ").append(tls.key());
        }
        if (value.optional()) {
            lines.append(margin).append("optional: true");
        }
        return lines.toString();
    }
}
