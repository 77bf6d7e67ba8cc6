package org.stoa.specification;

import java.util.List;
import java.util.Set;

/// One operation of the specification: a method and a path template such as
/// `/_matrix/client/v3/rooms/{roomId}/join`.
///
/// @param api `client-server`, `server-server` or `application-service`
/// @param access `none`, `token`, `optional`, `appservice`, `signed` (by a server) or `homeserver`
/// @param answers the statuses that the specification lists
public record Operation(
        String api,
        String method,
        String path,
        String id,
        String access,
        boolean limited,
        boolean deprecated,
        Set<Integer> answers) {
    public Operation {
        answers = Set.copyOf(answers);
    }

    /// The method and the path template: what identifies an operation.
    public String key() {
        return method + " " + path;
    }

    /// The operation's name, with its API before it unless that is the client-server API: no two have the same.
    public String name() {
        return api.equals("client-server") ? id : api + "/" + id;
    }

    /// The operation's path with each variable written `{}`, so that names of variables do not matter.
    public String normalisedPath() {
        return normalise(path);
    }

    /// Returns a path template with each variable written `{}`.
    public static String normalise(String template) {
        return template.replaceAll("\\{[^/]*}", "{}");
    }

    List<String> segments() {
        return List.of(path.split("/", -1));
    }
}
