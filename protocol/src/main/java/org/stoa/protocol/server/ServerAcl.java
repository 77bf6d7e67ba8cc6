package org.stoa.protocol.server;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.push.Glob;

/// Which servers may take part in a room. Immutable.
///
/// Spec: client-server-api#server-access-control-lists-acls-for-rooms, `m.room.server_acl` (v1.19).
public final class ServerAcl {
    /// The list of a room that has none.
    public static final ServerAcl ALLOW_ALL = new ServerAcl(true, List.of(), List.of(Glob.of("*")));

    private final boolean allowIpLiterals;
    private final List<Glob> denied;
    private final List<Glob> allowed;

    private ServerAcl(boolean allowIpLiterals, List<Glob> denied, List<Glob> allowed) {
        this.allowIpLiterals = allowIpLiterals;
        this.denied = denied;
        this.allowed = allowed;
    }

    /// Returns the list that the content of an `m.room.server_acl` event is. What is not text in its lists is left out;
    /// a list that is missing is empty.
    public static ServerAcl of(JsonObject content) {
        boolean literals =
                !(content.get("allow_ip_literals") instanceof JsonBoolean(boolean allowed))
                        || allowed;
        return new ServerAcl(literals, globs(content, "deny"), globs(content, "allow"));
    }

    private static List<Glob> globs(JsonObject content, String name) {
        List<Glob> globs = new ArrayList<>();
        for (Json element : content.array(name).orElse(JsonArray.EMPTY)) {
            if (element instanceof JsonString(String text)) {
                globs.add(Glob.of(text));
            }
        }
        return List.copyOf(globs);
    }

    /// About how many bytes of memory it takes.
    public int weight() {
        return weight(denied) + weight(allowed);
    }

    private static int weight(List<Glob> globs) {
        return globs.stream().mapToInt(Glob::weight).sum();
    }

    /// Whether a server may take part; its port does not count, nor whether letters are large.
    public boolean allows(ServerName server) {
        // 2. If the server name is an IP address (v4 or v6) literal, and allow_ip_literals is
        // present and false, deny.
        if (server.isIpLiteral() && !allowIpLiterals) {
            return false;
        }
        // 3. If the server name matches an entry in the deny list, deny.
        if (denied.stream().anyMatch(glob -> glob.matches(server.host()))) {
            return false;
        }
        // 4. If the server name matches an entry in the allow list, allow.
        // 5. Otherwise, deny.
        return allowed.stream().anyMatch(glob -> glob.matches(server.host()));
    }
}
