package org.stoa.irc.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.bridge.ThirdParty;
import org.stoa.irc.bridge.Portals.Portal;
import org.stoa.irc.text.Names;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// IRC as a third-party network of Matrix: protocol `irc`.
final class Irc implements ThirdParty {

    private static final String PROTOCOL = "irc";

    private final Parts parts;
    private final Map<String, Network> networks;

    Irc(Parts parts, Map<String, Network> networks) {
        this.parts = parts;
        this.networks = networks;
    }

    @Override
    public Optional<JsonObject> protocol(String name) {
        if (!name.equals(PROTOCOL)) {
            return Optional.empty();
        }
        List<JsonObject> instances = new ArrayList<>();
        for (String network : networks.keySet()) {
            instances.add(
                    JsonObject.of(
                            "desc",
                            network,
                            "network_id",
                            network,
                            "fields",
                            JsonObject.of("network", network)));
        }
        return Optional.of(
                JsonObject.of(
                        "user_fields",
                        List.of("network", "nickname"),
                        "location_fields",
                        List.of("network", "channel"),
                        "icon",
                        "",
                        "field_types",
                        Map.of(
                                "network", field(Names.NETWORK, "libera"),
                                "nickname", field("[^\\s#]+", "nick"),
                                "channel", field("[#&+!][^\\s,:]+", "#channel")),
                        "instances",
                        instances));
    }

    private static JsonObject field(String regexp, String placeholder) {
        return JsonObject.of("regexp", regexp, "placeholder", placeholder);
    }

    @Override
    public List<JsonObject> locations(String protocol, Map<String, String> fields) {
        String channel = fields.getOrDefault("channel", "");
        if (!protocol.equals(PROTOCOL) || !Names.isChannel(channel)) {
            return List.of();
        }
        return networks.values().stream()
                .filter(network -> matches(network, fields))
                .map(network -> location(network.portal(channel)))
                .toList();
    }

    @Override
    public List<JsonObject> locationsOf(String alias) {
        return RoomAlias.tryParse(alias)
                .flatMap(parts.names()::channel)
                .filter(found -> networks.containsKey(found.network()))
                .map(found -> location(new Portal(found.network(), found.name())))
                .stream()
                .toList();
    }

    @Override
    public List<JsonObject> users(String protocol, Map<String, String> fields) {
        String nick = fields.getOrDefault("nickname", "");
        if (!protocol.equals(PROTOCOL) || nick.isEmpty()) {
            return List.of();
        }
        return networks.values().stream()
                .filter(network -> matches(network, fields))
                .map(network -> user(network.name(), nick))
                .toList();
    }

    @Override
    public List<JsonObject> usersOf(String userId) {
        return UserId.tryParse(userId)
                .flatMap(parts.names()::nick)
                .filter(found -> networks.containsKey(found.network()))
                .map(found -> user(found.network(), found.name()))
                .stream()
                .toList();
    }

    private static boolean matches(Network network, Map<String, String> fields) {
        return fields.getOrDefault("network", network.name()).equals(network.name());
    }

    private JsonObject location(Portal portal) {
        return JsonObject.of(
                "alias",
                parts.names().alias(portal.network(), portal.channel()).toString(),
                "protocol",
                PROTOCOL,
                "fields",
                JsonObject.of("network", portal.network(), "channel", portal.channel()));
    }

    private JsonObject user(String network, String nick) {
        return JsonObject.of(
                "userid",
                parts.names().ghost(network, nick).toString(),
                "protocol",
                PROTOCOL,
                "fields",
                JsonObject.of("network", network, "nickname", nick));
    }
}
