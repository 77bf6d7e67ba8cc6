"""A bot on mautrix: mautrix_talk.py SERVER-URL"""

import sys

from talk import User, check, hold, quoted

server = sys.argv[1]


def bot():
    alice = User(server, "mautrix_alice")
    domain = alice.id.split(":", 1)[1]
    room = alice.create_room(invite=[f"@mautrixbot:{domain}"])
    alice.hears(
        "the bot joins",
        room,
        lambda e: e.get("state_key") == f"@mautrixbot:{domain}"
        and e["content"]["membership"] == "join",
    )
    alice.say(room, "!ping")
    answer = alice.hears_text("the bot answers", room, "pong")
    check("the bot is its sender", answer["sender"] == f"@mautrixbot:{domain}")
    alice.say(room, "!ghost")
    answer = alice.hears_text("its ghost answers", room, "boo")
    check("the ghost is a user of its namespace", answer["sender"] == f"@mau_ghost:{domain}")
    alice.ask(
        "PUT",
        f"/v3/rooms/{quoted(room)}/typing/{quoted(alice.id)}",
        {"typing": True, "timeout": 20000},
    )
    alice.hears_text("the bot hears of typing", room, "I see you type")


hold(bot)
