package org.stoa.irc.bridge;

import org.stoa.bridge.AppService;
import org.stoa.bridge.client.Pauses;
import org.stoa.irc.queue.Lanes;
import org.stoa.irc.queue.ToMatrix;
import org.stoa.irc.text.Names;

/// What all networks of a bridge share.
record Parts(
        AppService service,
        Names names,
        Ghosts ghosts,
        Portals portals,
        DirectChats chats,
        Lanes lanes,
        ToMatrix toMatrix,
        Pauses pauses) {}
