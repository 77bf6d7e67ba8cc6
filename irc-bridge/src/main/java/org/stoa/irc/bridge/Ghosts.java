package org.stoa.irc.bridge;

import java.util.Optional;
import org.stoa.bridge.AppService;
import org.stoa.bridge.intent.Intent;
import org.stoa.bridge.store.Changes;
import org.stoa.irc.text.Names;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonString;

/// IRC users as users of Matrix. Safe for use by several threads.
final class Ghosts {

    private static final String PREFIX = "ghost/";

    private final AppService service;
    private final Names names;

    Ghosts(AppService service, Names names) {
        this.service = service;
        this.names = names;
    }

    /// Returns what the IRC user does on Matrix; its name there is the nick as it is spelled now.
    Intent as(String network, String nick) {
        UserId user = names.ghost(network, nick);
        Intent intent = service.as(user);
        String key = PREFIX + user.localpart();
        if (!service.journal().get(key).equals(Optional.of(new JsonString(nick)))) {
            intent.setDisplayName(nick);
            service.journal().commit(new Changes().put(key, new JsonString(nick)));
        }
        return intent;
    }

    /// Whether the user is an IRC user, or the bridge itself.
    boolean isOurs(UserId user) {
        return user.equals(service.bot().user()) || names.nick(user).isPresent();
    }
}
