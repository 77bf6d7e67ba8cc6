package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.ExitCode;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.ControlCommands;
import org.stoa.boot.control.NoticeCommands;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./stoa notice`: messages of the server to its users, whether the server runs or not.
@Command(name = "notice", description = "Tell users something in the name of the server.")
final class NoticeCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: send");
    }

    @Command(
            name = "send",
            description = {
                "Send a text to a user, or to all: 'send alice TEXT', 'send --all TEXT'.",
                "Each user is invited to a room for such notices. Needs notices.user in the configuration."
            })
    int send(
            @Mixin ConfigOptions options,
            @Option(names = "--all", description = "To all users but guests.") boolean all,
            @Parameters(
                            arity = "1..2",
                            paramLabel = "USER TEXT",
                            description =
                                    "User id or its local part (not with --all), and the text.")
                    List<String> words) {
        if (words.size() != (all ? 1 : 2)) {
            throw new ParameterException(
                    spec.commandLine(),
                    all ? "Expected one text after --all" : "Expected a user and a text");
        }
        StoaConfig config = options.config();
        List<String> users = all ? everybody(config) : List.of(words.getFirst());
        return send(config, users, words.getLast());
    }

    private int send(StoaConfig config, List<String> users, String text) {
        long sent = 0;
        boolean hasFailed = false;
        for (int from = 0; from < users.size(); from += NoticeCommands.MAX_USERS) {
            int to = Math.min(users.size(), from + NoticeCommands.MAX_USERS);
            JsonObject answer =
                    ControlCall.ask(config, NoticeCommands.send(users.subList(from, to), text));
            sent += answer.integer("sent").orElse(0);
            for (String failure : answer.array("failed").orElse(JsonArray.EMPTY).strings()) {
                hasFailed = true;
                spec.commandLine().getErr().println("stoa: not sent to " + failure);
            }
        }
        out().println("Sent to " + sent + (sent == 1 ? " user." : " users."));
        return hasFailed ? ExitCode.FAILURE.number() : 0;
    }

    private static List<String> everybody(StoaConfig config) {
        @Nullable String author = config.noticesUser();
        List<String> users = new ArrayList<>();
        JsonObject answer = ControlCall.ask(config, ControlCommands.list());
        for (JsonObject user : answer.array("users").orElse(JsonArray.EMPTY).objects()) {
            String userId = user.string("user_id").orElseThrow();
            boolean isReader =
                    user.string("kind").orElse("").equals("user")
                            && !user.bool("deactivated").orElse(false)
                            && !userId.equals("@" + author + ":" + config.serverName());
            if (isReader) {
                users.add(userId);
            }
        }
        return users;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
