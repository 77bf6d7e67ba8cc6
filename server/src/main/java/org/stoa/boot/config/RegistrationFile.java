package org.stoa.boot.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.appservice.Namespace;
import org.stoa.appservice.Registration;
import org.stoa.appservice.expression.Expression;
import org.stoa.appservice.expression.ExpressionException;
import org.stoa.protocol.id.IdException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;

/// A registration as it stands in a file, with the places of what two of them may not have in common.
///
/// Keys that are not known are left alone: bridges write some of their own.
///
/// @param users the exclusive namespaces of users, with their places
/// @param aliases those of aliases
record RegistrationFile(
        Registration registration,
        String idPlace,
        String tokenPlace,
        String senderPlace,
        List<Placed> users,
        List<Placed> aliases) {

    /// An expression with where it was written.
    record Placed(Expression expression, String place) {}

    static RegistrationFile parse(ServerName serverName, Path file, String text) {
        return new Reader(serverName, file, ConfigYaml.mapping(text, file.toString())).read();
    }

    private static final class Reader {
        private static final ConfigType<Boolean> FLAG = ConfigTypes.flag();
        private static final ConfigType<String> TEXT = ConfigTypes.text(ConfigChecks::notEmpty);

        /// Visible ASCII: what fits into a header as it is.
        private static final ConfigType<String> TOKEN =
                ConfigTypes.secret(
                        text -> {
                            if (!text.matches("[\\x21-\\x7e]+")) {
                                throw new IllegalArgumentException(
                                        "letters, digits and signs without spaces");
                            }
                            return text;
                        });

        private final ServerName serverName;
        private final Path file;
        private final ConfigValue.Mapping top;
        private final Map<String, ConfigValue> entries;
        private final List<Placed> users = new ArrayList<>();
        private final List<Placed> aliases = new ArrayList<>();

        Reader(ServerName serverName, Path file, ConfigValue.Mapping top) {
            this.serverName = serverName;
            this.file = file;
            this.top = top;
            this.entries = top.entries();
        }

        RegistrationFile read() {
            Registration registration =
                    new Registration(
                            id(),
                            url(),
                            TOKEN.read("as_token", required("as_token")),
                            TOKEN.read("hs_token", required("hs_token")),
                            sender(),
                            namespaces("users", users),
                            namespaces("aliases", aliases),
                            namespaces("rooms", new ArrayList<>()),
                            flag(true, "rate_limited"),
                            protocols(),
                            flag(
                                    false,
                                    "receive_ephemeral",
                                    "push_ephemeral",
                                    "de.sorunome.msc2409.push_ephemeral"));
            return new RegistrationFile(
                    registration,
                    place("id"),
                    place("as_token"),
                    place("sender_localpart"),
                    List.copyOf(users),
                    List.copyOf(aliases));
        }

        private String id() {
            ConfigValue value = entries.get("id");
            if (value == null || isNull(value)) {
                return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
            }
            return TEXT.read("id", value);
        }

        private @Nullable URI url() {
            ConfigValue value = required("url");
            if (isNull(value)) {
                return null;
            }
            String text = TEXT.read("url", value);
            try {
                URI url = new URI(text.replaceFirst("/+$", ""));
                boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                if (isWeb && url.getHost() != null && url.getRawQuery() == null) {
                    return url;
                }
            } catch (URISyntaxException e) {
                throw new ConfigException(
                        value.place() + ": url: '" + text + "' is no URL: " + e.getReason());
            }
            throw new ConfigException(
                    value.place()
                            + ": url: expected an address such as http://localhost:5000, or null; found '"
                            + text
                            + "'");
        }

        private UserId sender() {
            ConfigValue value = required("sender_localpart");
            String localpart = TEXT.read("sender_localpart", value);
            try {
                return UserId.of(localpart, serverName);
            } catch (IdException e) {
                throw new ConfigException(
                        "%s: sender_localpart: expected the part of a user id between '@' and ':'; found '%s'"
                                .formatted(value.place(), localpart));
            }
        }

        private List<String> protocols() {
            ConfigValue value = entries.get("protocols");
            return value == null ? List.of() : ConfigTypes.list(TEXT).read("protocols", value);
        }

        private boolean flag(boolean otherwise, String... names) {
            for (String name : names) {
                ConfigValue value = entries.get(name);
                if (value != null && !isNull(value)) {
                    return FLAG.read(name, value);
                }
            }
            return otherwise;
        }

        private List<Namespace> namespaces(String kind, List<Placed> exclusive) {
            ConfigValue all = required("namespaces");
            if (isNull(all)) {
                return List.of();
            }
            ConfigValue list = mapping("namespaces", all).entries().get(kind);
            if (list == null || isNull(list)) {
                return List.of();
            }
            String path = "namespaces." + kind;
            if (!(list instanceof ConfigValue.Sequence sequence)) {
                throw new ConfigException(list.place() + ": " + path + ": expected a list");
            }
            List<Namespace> read = new ArrayList<>();
            for (ConfigValue item : sequence.items()) {
                read.add(namespace(path, mapping(path, item), exclusive));
            }
            return read;
        }

        private static Namespace namespace(
                String path, ConfigValue.Mapping item, List<Placed> exclusive) {
            ConfigValue regex = item.entries().get("regex");
            if (regex == null) {
                throw new ConfigException(item.place() + ": " + path + ": expected a regex");
            }
            ConfigValue flag = item.entries().get("exclusive");
            boolean isExclusive = flag != null && FLAG.read(path + ".exclusive", flag);
            String text = TEXT.read(path + ".regex", regex);
            try {
                Expression expression = Expression.parse(text);
                if (isExclusive) {
                    exclusive.add(new Placed(expression, regex.place()));
                }
                return new Namespace(expression, isExclusive);
            } catch (ExpressionException e) {
                throw new ConfigException(
                        "%s: %s: '%s' is no regular expression that can be matched: %s"
                                .formatted(regex.place(), path, text, e.getMessage()));
            }
        }

        private static ConfigValue.Mapping mapping(String path, ConfigValue value) {
            if (value instanceof ConfigValue.Mapping mapping) {
                return mapping;
            }
            throw new ConfigException(
                    value.place() + ": " + path + ": expected lines of the form 'key: value'");
        }

        private ConfigValue required(String name) {
            ConfigValue value = entries.get(name);
            if (value == null) {
                throw new ConfigException(
                        "%s: %s is missing; a registration has url, as_token, hs_token, sender_localpart and namespaces"
                                .formatted(file, name));
            }
            return value;
        }

        private String place(String name) {
            ConfigValue value = entries.get(name);
            return value == null ? top.place() : value.place();
        }

        private static boolean isNull(ConfigValue value) {
            return value instanceof ConfigValue.Text text && text.isNull();
        }
    }
}
