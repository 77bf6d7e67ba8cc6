package org.stoa.directory;

import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;

/// The query parameter `server` of the room directory: the directory of another server is not to be had here yet.
public final class ServerParameter {
    private final ServerName serverName;

    /// Creates it for this server.
    public ServerParameter(ServerName serverName) {
        this.serverName = serverName;
    }

    /// Lets a request through that asks for this server's directory.
    ///
    /// Errors: M_NOT_FOUND for another server, since this one does not federate.
    public void requireOwn(Request request) {
        request.query("server")
                .filter(name -> !name.isEmpty() && !name.equals(serverName.toString()))
                .ifPresent(
                        name -> {
                            throw new MatrixException(
                                    ErrorCode.NOT_FOUND,
                                    "The directory of another server cannot be read: this server does"
                                            + " not federate");
                        });
    }
}
