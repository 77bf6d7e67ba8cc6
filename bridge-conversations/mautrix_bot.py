"""A bot on mautrix, of about thirty lines: mautrix_bot.py SERVER-URL DOMAIN PORT. It joins where it is invited, answers !ping, and has
a ghost answer !ghost."""

import asyncio
import sys

from mautrix.appservice import AppService
from mautrix.types import EventType, Membership

server, domain, port = sys.argv[1:]


async def main():
    service = AppService(
        server=server,
        domain=domain,
        as_token="mautrix-as-token",
        hs_token="mautrix-hs-token",
        bot_localpart="mautrixbot",
        id="mautrix",
    )
    service.ephemeral_events = True

    @service.matrix_event_handler
    async def handle(event):
        if event.type == EventType.ROOM_MEMBER and event.content.membership == Membership.INVITE:
            await service.intent.user(event.state_key).ensure_joined(event.room_id)
        elif event.type == EventType.ROOM_MESSAGE and event.content.body == "!ping":
            await service.intent.send_text(event.room_id, "pong")
        elif event.type == EventType.ROOM_MESSAGE and event.content.body == "!ghost":
            ghost = service.intent.user(f"@mau_ghost:{domain}")
            await service.intent.invite_user(event.room_id, ghost.mxid)
            await ghost.ensure_joined(event.room_id)
            await ghost.set_displayname("A ghost")
            await ghost.send_text(event.room_id, "boo")
        elif event.type == EventType.TYPING and event.content.user_ids:
            await service.intent.send_text(event.room_id, "I see you type")

    await service.start("127.0.0.1", int(port))
    await service.intent.ensure_registered()
    print("ready; a ping took", await service.ping_self(), "ms", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
