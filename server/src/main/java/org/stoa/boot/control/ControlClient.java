package org.stoa.boot.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.protocol.json.JsonObject;

/// Talks to the server that uses a data folder.
public final class ControlClient {
    private ControlClient() {}

    /// Asks the server behind the socket `name`; empty when no server runs there.
    ///
    /// Errors: CommandException FAILURE when the server hangs up, or the socket is somebody else's.
    public static Optional<JsonObject> ask(Path name, JsonObject request) {
        if (!ControlSocket.exists(name)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(ControlSocket.find(name)));
            ControlLine.write(channel, request);
            Optional<JsonObject> answer = ControlLine.read(channel);
            if (answer.isEmpty()) {
                throw new CommandException(
                        ExitCode.FAILURE, "the running server hung up; its log may say why");
            }
            return answer;
        } catch (ConnectException e) {
            return Optional.empty(); // left over by a process that was killed
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILURE,
                    "cannot talk to the running server through " + name + ": " + e,
                    e);
        }
    }
}
