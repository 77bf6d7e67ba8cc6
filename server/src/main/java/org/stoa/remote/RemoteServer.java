package org.stoa.remote;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.connect.RequestLimits;

/// Another server, to be asked in the name of this one: requests are signed, discovered, limited in time and size, and left
/// out while the server is known not to answer. Blocking; no request is ever repeated by itself once it was sent.
/// Immutable, thread-safe, made at no cost.
///
/// Spec: server-server-api#authentication, #resolving-server-names (v1.19).
public final class RemoteServer {
    private final ServerName name;
    private final RemoteRequests requests;

    RemoteServer(ServerName name, RemoteRequests requests) {
        this.name = name;
        this.requests = requests;
    }

    /// Returns its name.
    public ServerName name() {
        return name;
    }

    /// Returns when it is asked again, because it failed lately; empty when it may be asked now.
    public Optional<Instant> retryAt() {
        return requests.destinations().retryAt(name);
    }

    /// Asks for something.
    public RemoteResult get(RemotePath path) {
        return get(path, RequestLimits.DEFAULT);
    }

    /// Asks for something, within other limits.
    public RemoteResult get(RemotePath path, RequestLimits limits) {
        return requests.ask(RemoteCall.get(name, path, limits), result -> result);
    }

    /// Asks for something that a user wants now, also while the server is left alone: it may have come back. Of those who want that
    /// at the same time one is the attempt, and the others hear that the server is left alone; that it fails makes no pause longer.
    public RemoteResult getAtOnce(RemotePath path, RequestLimits limits) {
        return requests.ask(RemoteCall.get(name, path, limits).atOnce(), result -> result);
    }

    /// Asks for something that others may ask for at the same time: then it is asked once, and all get the same answer.
    public RemoteResult getShared(RemotePath path, RequestLimits limits) {
        return requests.askShared(RemoteCall.get(name, path, limits), result -> result);
    }

    /// Asks as [#getShared] does. Room is held for the answer until the reader is done, so that large answers do not take all of the
    /// memory together; when there is none left, the server counts as not reached.
    public <T> T getShared(
            RemotePath path, RequestLimits limits, Function<RemoteResult, T> reader) {
        return requests.askShared(RemoteCall.get(name, path, limits), reader);
    }

    /// Asks for what may be too large for the memory: the answer is read when it is on the disk as a whole.
    ///
    /// @param limits how long it may take; [RemoteConfig#answers] says how large it may be
    public <T> T getLarge(RemotePath path, RequestLimits limits, Function<LargeResult, T> reader) {
        return getLarge(path, limits, Long.MAX_VALUE, reader);
    }

    /// The same where the answer may have only so many bytes. That it has more does not count against the other server.
    public <T> T getLarge(
            RemotePath path, RequestLimits limits, long largest, Function<LargeResult, T> reader) {
        return requests.askLarge(RemoteCall.get(name, path, limits), largest, reader);
    }

    /// Hands something over, where the answer may be too large for the memory, as [#getLarge] does.
    public <T> T putLarge(
            RemotePath path,
            JsonObject body,
            RequestLimits limits,
            Function<LargeResult, T> reader) {
        return requests.askLarge(
                RemoteCall.of("PUT", name, path, body, limits), Long.MAX_VALUE, reader);
    }

    /// Hands something over. Room is held for the answer until the reader is done; when there is none left, the server counts as not
    /// reached.
    public <T> T put(
            RemotePath path,
            JsonObject body,
            RequestLimits limits,
            Function<RemoteResult, T> reader) {
        return requests.ask(RemoteCall.of("PUT", name, path, body, limits), reader);
    }

    /// Hands something over.
    public RemoteResult put(RemotePath path, JsonObject body) {
        return put(path, body, RequestLimits.DEFAULT);
    }

    /// Hands something over, within other limits.
    public RemoteResult put(RemotePath path, JsonObject body, RequestLimits limits) {
        return requests.ask(RemoteCall.of("PUT", name, path, body, limits), result -> result);
    }

    /// Hands over what the server has to take sooner or later, as every server does. One that cannot be asked for it (no
    /// such path, our signature is not believed, too much at once) fails: it is left alone for a while, and tried again.
    public RemoteResult deliver(RemotePath path, JsonObject body, RequestLimits limits) {
        return requests.ask(
                RemoteCall.of("PUT", name, path, body, limits).mustBeTaken(), result -> result);
    }

    /// Asks for something that takes many words, or has something done.
    public RemoteResult post(RemotePath path, JsonObject body) {
        return post(path, body, RequestLimits.DEFAULT);
    }

    /// Asks for something, or has something done, within other limits.
    public RemoteResult post(RemotePath path, JsonObject body, RequestLimits limits) {
        return requests.ask(RemoteCall.of("POST", name, path, body, limits), result -> result);
    }

    /// Asks without a signature, and also while the server is left alone: for its keys, without which nobody can know that it
    /// lives again. Whoever calls this has pauses of its own.
    public RemoteResult getUnsigned(RemotePath path, RequestLimits limits) {
        return requests.ask(RemoteCall.get(name, path, limits).unsigned(), result -> result);
    }
}
