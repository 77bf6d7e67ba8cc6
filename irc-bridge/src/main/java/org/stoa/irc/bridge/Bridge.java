package org.stoa.irc.bridge;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.bridge.AppService;
import org.stoa.bridge.client.Pauses;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.irc.bridge.DirectChats.Chat;
import org.stoa.irc.bridge.Portals.Portal;
import org.stoa.irc.config.NetworkSettings;
import org.stoa.irc.queue.Lanes;
import org.stoa.irc.queue.ToMatrix;
import org.stoa.irc.queue.ToMatrix.Said;
import org.stoa.irc.text.Names;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// The bridge: an application service and its networks.
///
/// Nothing is lost or doubled over restarts: what Matrix said is in the journal before the homeserver's transaction is
/// answered and stays there until the IRC server has answered what was sent after it; what IRC said is in the journal, with
/// its transaction id, until the homeserver has it. What IRC users say while the bridge is away nobody hears.
public final class Bridge implements AutoCloseable {

    private final AppService service;
    private final Lanes lanes = new Lanes();
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Parts parts;

    /// @param service not started; closed with the bridge
    public Bridge(
            AppService service,
            ServerName server,
            List<NetworkSettings> networkSettings,
            Pauses pauses) {
        this.service = service;
        Names names = new Names(server);
        Ghosts ghosts = new Ghosts(service, names);
        Portals portals = new Portals(service.journal());
        DirectChats chats = new DirectChats(service.journal());
        ToMatrix toMatrix =
                new ToMatrix(
                        service.journal(),
                        lanes,
                        pauses,
                        (said, transaction) -> send(ghosts, portals, chats, said, transaction));
        this.parts = new Parts(service, names, ghosts, portals, chats, lanes, toMatrix, pauses);
        for (NetworkSettings settings : networkSettings) {
            networks.put(settings.name(), new Network(settings, parts));
        }
    }

    /// Connects to both sides.
    public void start() throws IOException {
        parts.toMatrix().resume();
        service.start(
                new FromMatrix(parts, networks),
                new Aliases(parts, networks),
                new Irc(parts, networks));
        networks.values().forEach(Network::start);
    }

    /// Stops: takes nothing more of Matrix, lets the servers of IRC confirm what was sent, and says goodbye to them. What was
    /// not done is done after the next start.
    @Override
    public void close() {
        service.stop();
        networks.values().forEach(Network::close);
        lanes.close();
        service.close();
    }

    private static void send(
            Ghosts ghosts,
            Portals portals,
            DirectChats chats,
            Said said,
            TransactionId transaction) {
        Optional<UserId> user = UserId.tryParse(said.target());
        Optional<RoomId> room =
                user.isPresent()
                        ? Optional.of(direct(ghosts, chats, said, user.orElseThrow()))
                        : portals.room(new Portal(said.network(), said.target()));
        if (room.isPresent()) {
            ghosts.as(said.network(), said.nick())
                    .send(room.orElseThrow(), EventTypes.MESSAGE, said.content(), transaction);
        }
    }

    /// Returns the room of the two, which is made when they have none.
    private static RoomId direct(Ghosts ghosts, DirectChats chats, Said said, UserId user) {
        Chat chat = new Chat(said.network(), said.nick(), user);
        return chats.room(chat)
                .orElseGet(
                        () -> {
                            RoomId made =
                                    ghosts.as(said.network(), said.nick())
                                            .createRoom(
                                                    JsonObject.of(
                                                            "preset",
                                                            "trusted_private_chat",
                                                            "is_direct",
                                                            true,
                                                            "invite",
                                                            List.of(user.toString())));
                            chats.put(made, chat);
                            return made;
                        });
    }
}
