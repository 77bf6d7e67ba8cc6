"""What the conversations of this folder share: a Matrix user, an IRC user, checks, and waiting."""

import itertools
import json
import socket
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

PATIENCE_SECONDS = 30
passed = failed = 0
transactions = itertools.count()


def check(name, condition):
    """Counts a check, and says so when it failed."""
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {name}")


def end():
    """Prints the closing line that `run` adds up."""
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


def hold(conversation):
    """Holds a conversation, and counts what it throws as a failed check."""
    try:
        conversation()
    except Exception:  # the closing line has to come whatever happens
        traceback.print_exc()
        check(conversation.__name__, False)
    end()


def until(name, condition):
    """Waits until something holds, and counts that it came to hold."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = condition()
        if found:
            check(name, True)
            return found
        time.sleep(0.1)
    check(name, False)
    raise TimeoutError(name)


class User:
    """Somebody with an account on the server, who reads along from now on."""

    def __init__(self, server, name):
        self.server = server
        answer = self.ask(
            "POST",
            "/v3/register",
            {"username": name, "password": "hunter2", "auth": {"type": "m.login.dummy"}},
        )
        self.token = answer["access_token"]
        self.id = answer["user_id"]
        self.since = None
        self.events = []
        self.invited = {}

    token = None

    def ask(self, method, path, body=None, base="/_matrix/client"):
        request = urllib.request.Request(self.server + base + path, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(request, data, timeout=90) as answer:
            return json.load(answer)

    def sync(self):
        """Reads on, and keeps what has come."""
        query = "?timeout=500" + ("&since=" + self.since if self.since else "")
        answer = self.ask("GET", "/v3/sync" + query)
        self.since = answer["next_batch"]
        rooms = answer.get("rooms", {})
        self.invited.update(rooms.get("invite", {}))
        for room, part in rooms.get("join", {}).items():
            self.invited.pop(room, None)
            for event in part["timeline"]["events"]:
                self.events.append({**event, "room_id": room})

    def hears(self, name, room, predicate):
        """Waits for an event of a room."""

        def heard():
            self.sync()
            return next(
                (e for e in self.events if e["room_id"] == room and predicate(e)), None
            )

        return until(name, heard)

    def hears_text(self, name, room, text):
        """Waits for a message that holds a text."""
        return self.hears(name, room, lambda e: text in e["content"].get("body", ""))

    def say(self, room, text):
        path = f"/v3/rooms/{quoted(room)}/send/m.room.message/t{next(transactions)}"
        return self.ask("PUT", path, {"msgtype": "m.text", "body": text})["event_id"]

    def create_room(self, **wish):
        return self.ask("POST", "/v3/createRoom", wish)["room_id"]

    def join(self, room):
        return self.ask("POST", "/v3/join/" + quoted(room), {})["room_id"]

    def is_invited(self, name, known=()):
        """Waits for an invite to a room that is not known yet, and takes it."""

        def invite():
            self.sync()
            return next((room for room in self.invited if room not in known), None)

        room = until(name, invite)
        self.join(room)
        self.sync()
        return room


class IrcUser:
    """Somebody at an IRC server, who reads along."""

    def __init__(self, port, nick):
        self.lines = []
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.send(f"NICK {nick}")
        self.send(f"USER {nick} 0 * :{nick}")
        threading.Thread(target=self.read, daemon=True).start()
        until(f"{nick} is at the IRC server", lambda: self.heard(" 001 "))

    def send(self, line):
        self.socket.sendall((line + "\r\n").encode())

    def read(self):
        for line in self.socket.makefile("r", encoding="utf-8", errors="replace"):
            if line.startswith("PING"):
                self.send("PONG" + line[4:].rstrip())
            self.lines.append(line.rstrip())

    def heard(self, text):
        return next((line for line in self.lines if text in line), None)


def quoted(text):
    return urllib.parse.quote(text, safe="")
