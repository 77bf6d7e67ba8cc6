"""Heisenbridge between a Matrix user and an IRC user: heisenbridge_talk.py SERVER-URL IRC-PORT"""

import sys

from talk import IrcUser, User, check, hold, until

server, irc_port = sys.argv[1], int(sys.argv[2])


def alice_is_there(bob):
    bob.send("ISON alice")
    return bob.heard(" 303 bob :alice")


def heisenbridge():
    alice = User(server, "owner")
    domain = alice.id.split(":", 1)[1]
    bob = IrcUser(irc_port, "bob")
    bob.send("JOIN #tea")

    control = alice.is_invited("the bridge invites its owner to a room of their own")
    alice.say(control, "addnetwork test")
    alice.hears_text("a network is added", control, "Network added")
    alice.say(control, f"addserver test 127.0.0.1 {irc_port}")
    alice.hears_text("a server is added", control, "Server added")
    alice.say(control, "open test")
    network = alice.is_invited("the bridge opens a room for the network", (control,))
    alice.hears_text("it says what can be done there", network, "CONNECT")
    alice.say(network, "nick alice")
    alice.say(network, "connect")
    until("Alice comes to the IRC server", lambda: alice_is_there(bob))
    alice.say(network, "join #tea")
    channel = alice.is_invited("the bridge opens a room for the channel", (control, network))
    until("IRC sees Alice join", lambda: bob.heard(":alice!") and bob.heard("JOIN"))

    bob.send("PRIVMSG #tea :hello from IRC")
    heard = alice.hears_text("what IRC says comes to Matrix", channel, "hello from IRC")
    check("a ghost says it", heard["sender"] == f"@irc_test_bob:{domain}")

    alice.say(channel, "hello from Matrix")
    until(
        "what Matrix says comes to IRC",
        lambda: bob.heard("PRIVMSG #tea :hello from Matrix"),
    )

    for i in range(20):
        bob.send(f"PRIVMSG #tea :line {i}")
    alice.hears_text("the last of many lines comes", channel, "line 19")
    # The bridge joins lines that follow closely to one message.
    lines = [
        line
        for e in alice.events
        if e["room_id"] == channel
        for line in e["content"].get("body", "").split("\n")
        if line.startswith("line ")
    ]
    check("lines come once and in order", lines == [f"line {i}" for i in range(20)])

    bob.send("PART #tea")
    alice.hears(
        "who leaves the channel leaves the room",
        channel,
        lambda e: e["type"] == "m.room.member"
        and e.get("state_key") == f"@irc_test_bob:{domain}"
        and e["content"]["membership"] == "leave",
    )


hold(heisenbridge)
