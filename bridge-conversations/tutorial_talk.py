"""The application service of the tutorial of 2015: tutorial_talk.py SERVER-URL LOG-OF-THE-SERVICE"""

import sys

from talk import User, check, hold, until

server, log = sys.argv[1:]


def printed():
    with open(log, encoding="utf-8") as file:
        return file.read()


def tutorial():
    alice = User(server, "logged_alice")
    domain = alice.id.split(":", 1)[1]
    room = alice.create_room(room_alias_name="logged_test")
    alice.say(room, "a message to be logged")
    until("the service prints what is said", lambda: "a message to be logged" in printed())
    check("it prints who said it, and where", f"User: {alice.id} Room: {room}" in printed())
    other = alice.create_room()
    alice.say(other, "nobody else's business")

    made = alice.join(f"#logged_test2:{domain}")
    alice.say(made, "into a room that was made for me")
    until(
        "a room is made by joining it, and logged",
        lambda: "into a room that was made for me" in printed(),
    )
    check("other rooms are not logged", "nobody else's business" not in printed())


hold(tutorial)
