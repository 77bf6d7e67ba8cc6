package org.stoa.irc.bridge;

import java.util.Map;
import org.stoa.bridge.Queries;
import org.stoa.irc.bridge.Portals.Portal;
import org.stoa.irc.text.Names;
import org.stoa.irc.text.Names.OnNetwork;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;

/// Makes rooms and users when somebody asks the homeserver for them: `#irc_net_channel:server`, `@_irc_net_nick:server`.
final class Aliases implements Queries {

    private final Parts parts;
    private final Map<String, Network> networks;

    Aliases(Parts parts, Map<String, Network> networks) {
        this.parts = parts;
        this.networks = networks;
    }

    @Override
    public boolean aliasExists(RoomAlias alias) {
        return parts.names()
                .channel(alias)
                .filter(found -> networks.containsKey(found.network()))
                .filter(found -> open(alias, found))
                .isPresent();
    }

    /// Anybody may be there on IRC, so everybody is here.
    @Override
    public boolean userExists(UserId user) {
        return parts.names()
                .nick(user)
                .filter(found -> networks.containsKey(found.network()))
                .map(
                        found -> {
                            parts.ghosts().as(found.network(), found.name()).ensureRegistered();
                            return true;
                        })
                .orElse(false);
    }

    private boolean open(RoomAlias alias, OnNetwork found) {
        Network network = networks.get(found.network());
        if (network == null || !network.open(found.name())) {
            return false;
        }
        Portal portal = network.portal(found.name());
        RoomAlias proper = new Names(alias.server()).alias(portal.network(), portal.channel());
        if (!proper.equals(alias)) {
            // Channels in capitals are the same; aliases are not.
            parts.portals()
                    .room(portal)
                    .ifPresent(room -> parts.service().bot().addAlias(alias, room));
        }
        return parts.portals().room(portal).isPresent();
    }
}
