"""A bridge on matrix-appservice-bridge: node_talk.py SERVER-URL NETWORK-PORT"""

import socket
import sys
import threading

from talk import User, check, hold, quoted, until

server, port = sys.argv[1], int(sys.argv[2])


class Network:
    """Somebody at the bridge's port, who reads along."""

    def __init__(self):
        self.lines = []
        self.socket = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.socket.makefile("r", encoding="utf-8"):
            self.lines.append(line.rstrip())

    def say(self, line):
        self.socket.sendall((line + "\n").encode())


def node_bridge():
    carol = User(server, "carol")
    domain = carol.id.split(":", 1)[1]
    network = Network()

    room = carol.join(f"#plain_tea:{domain}")
    carol.sync()
    check("the bridge makes a room when it is asked for its alias", room.startswith("!"))

    carol.say(room, "hello from Matrix")
    until(
        "what Matrix says comes to the network",
        lambda: f"tea {carol.id} hello from Matrix" in network.lines,
    )

    network.say("tea bob hello from the network")
    heard = carol.hears_text("what the network says comes to Matrix", room, "hello from the network")
    check("a ghost says it", heard["sender"] == f"@plain_bob:{domain}")

    for i in range(20):
        network.say(f"tea bob line {i}")
        carol.say(room, f"message {i}")
    carol.hears_text("the last of many lines comes", room, "line 19")
    until(
        "the last of many messages comes",
        lambda: f"tea {carol.id} message 19" in network.lines,
    )
    page = carol.ask("GET", f"/v3/rooms/{quoted(room)}/messages?dir=b&limit=100")
    bodies = [e["content"].get("body", "") for e in reversed(page["chunk"])]
    check(
        "lines come once and in order",
        [body for body in bodies if body.startswith("line")] == [f"line {i}" for i in range(20)],
    )
    messages = [line for line in network.lines if " message " in line]
    check(
        "messages come once and in order",
        messages == [f"tea {carol.id} message {i}" for i in range(20)],
    )
    check("the network does not hear itself", not any("plain_bob" in line for line in network.lines))

    profile = carol.ask("GET", f"/v3/profile/@plain_dora:{domain}")
    check("a user of the network is made when she is asked for", profile["displayname"] == "dora")


hold(node_bridge)
