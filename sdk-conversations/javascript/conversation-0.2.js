"use strict";
// Two people talk through a matrix-js-sdk of 2015, which keeps the rooms and follows api/v1/events:
//   NODE_PATH=<node_modules> node conversation-0.2.js URL

const sdk = require("matrix-js-sdk");
const { Checks, fresh } = require("./checks");

const server = process.argv[2];
const password = "correct horse battery staple";

quiet();

new Checks().run(async (checks) => {
  const aliceName = fresh("alice");
  const alice = await start(await registered(aliceName));
  const bob = await start(await registered(fresh("bob")));
  const aliceId = alice.credentials.userId;
  const bobId = bob.credentials.userId;
  checks.check("a new account is named as asked", aliceId.startsWith(`@${aliceName}:`), aliceId);
  const again = await login(aliceName, password);
  checks.equal("a login is for the account", again.user_id, aliceId);
  await checks.refused("a wrong password is refused", login(aliceName, "wrong"), "M_FORBIDDEN");

  const aliasName = fresh("parlour");
  const { room_id: roomId } = await alice.createRoom({ name: "Parlour", topic: "Tea", visibility: "private", room_alias_name: aliasName });
  // This SDK makes a new object of a room that it joins.
  const aliceRoom = () => alice.getRoom(roomId);
  const bobRoom = () => bob.getRoom(roomId);
  const carolRoom = () => carol.getRoom(roomId);
  await checks.sees("alice's room", aliceRoom);
  await checks.sees("the room's name", () => aliceRoom().name === "Parlour");
  await checks.sees("the creator is in", () => membership(aliceRoom(), aliceId) === "join");
  await alice.invite(roomId, bobId);
  await checks.sees("bob's invitation", bobRoom);
  await checks.sees("bob is invited", () => membership(bobRoom(), bobId) === "invite");
  await bob.joinRoom(roomId);
  await checks.sees("alice sees bob join", () => membership(aliceRoom(), bobId) === "join");
  await checks.sees("bob sees both in", () => bobRoom().getJoinedMembers().length === 2);

  await alice.sendTextMessage(roomId, "Good evening");
  const greeting = await checks.sees("bob gets the message", () => sentBy(bobRoom(), "Good evening")[0]);
  checks.equal("it is alice's", greeting.getSender(), aliceId);
  const { event_id: answerId } = await bob.sendTextMessage(roomId, "And to you");
  const answer = await checks.sees("alice gets the answer", () => sentBy(aliceRoom(), "And to you")[0]);
  checks.equal("the event has the id that the sender was told", answer.getId(), answerId);
  await checks.sees("the sender sees his own once", () => sentBy(bobRoom(), "And to you").length === 1);
  await bob.sendTyping(roomId, true, 20000);
  await checks.sees("alice sees bob type", () => aliceRoom().getMember(bobId).typing);
  await bob.sendTyping(roomId, false, 0);
  await checks.sees("alice sees bob stop", () => !aliceRoom().getMember(bobId).typing);

  await alice.setRoomTopic(roomId, "Coffee");
  await checks.sees("bob sees the topic", () => content(bobRoom(), "m.room.topic").topic === "Coffee");
  await alice.setDisplayName("Alice of the parlour");
  await checks.sees("bob sees the new name", () => bobRoom().getMember(aliceId).name === "Alice of the parlour");
  await bob.redactEvent(roomId, answerId);
  await checks.sees("the redacted message leaves the timeline of alice", () => !aliceRoom().timeline.some((event) => event.getId() === answerId));
  await alice.setPresence("unavailable");
  await alice.setPresence("online");

  for (let i = 1; i <= 25; i += 1) {
    await alice.sendTextMessage(roomId, `line ${i}`);
  }
  await alice.sendStateEvent(roomId, "m.room.join_rules", { join_rule: "public" }, "");
  const carol = await start(await registered(fresh("carol")), 5);
  const carolId = carol.credentials.userId;
  await carol.joinRoom(`#${aliasName}:${aliceId.split(":").slice(1).join(":")}`);
  await checks.sees("carol's room", carolRoom);
  await checks.sees("carol is in", () => membership(carolRoom(), carolId) === "join");
  for (let i = 0; i < 10 && sentBy(carolRoom(), "Good evening").length === 0; i += 1) {
    await carol.scrollback(carolRoom(), 20);
  }
  checks.equal("carol reads back to the beginning", sentBy(carolRoom(), "Good evening").length, 1);
  const lines = carolRoom().timeline.map((event) => event.getContent().body).filter((body) => /^line /.test(body));
  checks.equal("nothing is lost or told twice", lines, Array.from({ length: 25 }, (_, i) => `line ${i + 1}`));

  await alice.kick(roomId, carolId, "closing time");
  await checks.sees("carol is out", () => membership(carolRoom(), carolId) === "leave");
  await checks.refused("carol may not speak any more", carol.sendTextMessage(roomId, "wait"), "M_FORBIDDEN");
  await alice.ban(roomId, carolId);
  await checks.refused("carol may not come back", carol.joinRoom(roomId), "M_FORBIDDEN");
  await bob.leave(roomId);
  await checks.sees("bob is gone", () => membership(aliceRoom(), bobId) === "leave");
  const listed = await alice.publicRooms();
  checks.check("the list of public rooms answers", Array.isArray(listed.chunk), listed);
});

function registered(name) {
  return sdk.createClient(server).register(name, password, undefined, { type: "m.login.dummy" });
}

function login(user, secret) {
  return sdk.createClient(server).login("m.login.password", { user, password: secret });
}

/** A client that has its first sync behind it: while that is under way this SDK throws away what it learns otherwise. */
async function start(account, history = 20) {
  const client = sdk.createClient({ baseUrl: server, accessToken: account.access_token, userId: account.user_id });
  const synced = new Promise((resolve) => client.once("syncComplete", resolve));
  client.startClient(history);
  await synced;
  return client;
}

function membership(room, userId) {
  const member = room.getMember(userId);
  return member && member.membership;
}

function content(room, type) {
  const event = room.currentState.getStateEvents(type, "");
  return event ? event.getContent() : {};
}

function sentBy(room, body) {
  return room.timeline.filter((event) => event.getType() === "m.room.message" && event.getContent().body === body);
}

/** The SDK tells its life on the console; the checks are to be found among it. */
function quiet() {
  const log = console.log;
  for (const level of ["debug", "info", "warn", "error", "trace"]) {
    console[level] = () => {};
  }
  console.log = (...words) => {
    if (typeof words[0] === "string" && /^(FAILED|\d+ passed)/.test(words[0])) {
      log(...words);
    }
  };
}
