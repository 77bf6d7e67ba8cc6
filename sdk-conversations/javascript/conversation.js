"use strict";
// Two people and a guest of theirs talk through matrix-js-sdk:  NODE_PATH=<node_modules> node conversation.js URL
// Runs with SDKs from 0.10 on, so it keeps to what they all have.

const sdk = require("matrix-js-sdk");
const { Checks, eventually, fresh, request } = require("./checks");

const server = process.argv[2];
const password = "correct horse battery staple";

quiet();

new Checks().run(async (checks) => {
  const aliceName = fresh("alice");
  const alice = await start(await registered(aliceName), { initialSyncLimit: 20 });
  const bob = await start(await registered(fresh("bob")));
  const aliceId = alice.credentials.userId;
  const bobId = bob.credentials.userId;
  checks.check("a new account is named as asked", aliceId.startsWith(`@${aliceName}:`), aliceId);

  await checks.refused("a taken name is refused", registered(aliceName), "M_USER_IN_USE");
  await checks.refused("a wrong password is refused", login(aliceName, "wrong"), "M_FORBIDDEN");
  const second = await login(aliceName, password);
  checks.equal("a login is for the account", second.user_id, aliceId);

  // A room, an invitation, a join.
  const aliasName = fresh("parlour");
  const { room_id: roomId } = await alice.createRoom({
    name: "Parlour", topic: "Tea", preset: "private_chat", room_alias_name: aliasName,
  });
  const aliceRoom = await checks.sees("alice's room", () => alice.getRoom(roomId));
  await checks.sees("the room's name", () => aliceRoom.name === "Parlour");
  checks.equal("the room has its topic", content(aliceRoom, "m.room.topic", "").topic, "Tea");
  checks.equal("the creator is in", aliceRoom.getMember(aliceId).membership, "join");
  await checks.refused("an uninvited join is refused", bob.joinRoom(roomId), "M_FORBIDDEN");

  await alice.invite(roomId, bobId);
  const bobRoom = await checks.sees("bob's invitation", () => bob.getRoom(roomId));
  await checks.sees("bob is invited", () => membership(bobRoom, bobId) === "invite");
  checks.equal("the invitation names the room", content(bobRoom, "m.room.name", "").name, "Parlour");
  await bob.joinRoom(roomId);
  await checks.sees("alice sees bob join", () => membership(aliceRoom, bobId) === "join");
  await checks.sees("bob sees himself in", () => membership(bobRoom, bobId) === "join" && membership(bobRoom, aliceId) === "join");
  checks.equal("both are joined", aliceRoom.getJoinedMembers().map((m) => m.userId).sort(), [aliceId, bobId].sort());

  // Talk.
  await alice.sendTextMessage(roomId, "Good evening");
  const greeting = await received(bobRoom, "Good evening");
  checks.equal("the message is alice's", greeting.getSender(), aliceId);
  const { event_id: answerId } = await bob.sendTextMessage(roomId, "And to you");
  const answer = await received(aliceRoom, "And to you");
  checks.equal("the event has the id that the sender was told", answer.getId(), answerId);
  await checks.sees("the sender's own echo has gone over into the event",
    () => sentBy(bobRoom, "And to you").length === 1 && sentBy(bobRoom, "And to you")[0].getId() === answerId);
  const once = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/one-transaction`;
  const sendOnce = () => request(server, bob.getAccessToken(), "PUT", once, { msgtype: "m.text", body: "once" });
  checks.equal("a transaction has one answer", await sendOnce(), await sendOnce());
  await bob.sendTextMessage(roomId, "after once");
  await received(aliceRoom, "after once");
  checks.equal("a transaction is carried out once", sentBy(aliceRoom, "once").length, 1);

  // Receipts, typing, unread counts.
  await checks.sees("alice has unread messages", () => aliceRoom.getUnreadNotificationCount("total") > 0);
  const last = sentBy(aliceRoom, "after once")[0];
  await alice.sendReadReceipt(last);
  await checks.sees("bob sees the receipt", () => bobRoom.getUsersReadUpTo(last).includes(aliceId));
  await checks.sees("the count is back at nothing", () => aliceRoom.getUnreadNotificationCount("total") === 0);
  await bob.sendTyping(roomId, true, 20000);
  await checks.sees("alice sees bob type", () => aliceRoom.getMember(bobId).typing);
  await bob.sendTyping(roomId, false, 0);
  await checks.sees("alice sees bob stop", () => !aliceRoom.getMember(bobId).typing);

  // State.
  await alice.sendStateEvent(roomId, "org.example.colour", { colour: "green" }, "wall");
  await checks.sees("bob sees the state", () => content(bobRoom, "org.example.colour", "wall").colour === "green");
  checks.equal("the state can be asked for", await bob.getStateEvent(roomId, "org.example.colour", "wall"), { colour: "green" });
  await checks.refused("state needs the power for it", bob.sendStateEvent(roomId, "m.room.name", { name: "Bob's" }, ""), "M_FORBIDDEN");
  await alice.setRoomTopic(roomId, "Coffee");
  await checks.sees("bob sees the topic", () => content(bobRoom, "m.room.topic", "").topic === "Coffee");
  await alice.setDisplayName("Alice of the parlour");
  await checks.sees("bob sees the new name", () => bobRoom.getMember(aliceId).name === "Alice of the parlour");
  checks.equal("the profile has the name", (await bob.getProfileInfo(aliceId)).displayname, "Alice of the parlour");

  // Redaction.
  await bob.redactEvent(roomId, answerId);
  await checks.sees("alice sees the redaction", () => answer.isRedacted());
  checks.equal("the redacted event is empty", answer.getContent(), {});
  await checks.refused("another's message is not bob's to redact", bob.redactEvent(roomId, greeting.getId()), "M_FORBIDDEN");

  // Tags and account data come back by sync.
  await alice.setRoomTag(roomId, "m.favourite", { order: 0.5 });
  await checks.sees("the tag", () => aliceRoom.tags["m.favourite"]);
  checks.equal("the tag has its order", aliceRoom.tags["m.favourite"].order, 0.5);
  await alice.setAccountData("org.example.settings", { sound: false });
  await checks.sees("the account data", () => alice.getAccountData("org.example.settings"));
  checks.equal("the account data is whole", alice.getAccountData("org.example.settings").getContent(), { sound: false });

  // A third one joins by the alias, after the room was opened, and reads back what was said before.
  for (let i = 1; i <= 30; i += 1) {
    await alice.sendTextMessage(roomId, `line ${i}`);
  }
  await alice.sendStateEvent(roomId, "m.room.join_rules", { join_rule: "public" }, "");
  const carol = await start(await registered(fresh("carol")), { initialSyncLimit: 5 });
  const alias = `#${aliasName}:${aliceId.split(":").slice(1).join(":")}`;
  checks.equal("the alias leads to the room", (await carol.getRoomIdForAlias(alias)).room_id, roomId);
  await carol.joinRoom(alias);
  const carolRoom = await checks.sees("carol's room", () => carol.getRoom(roomId));
  await checks.sees("carol is in", () => membership(carolRoom, carol.credentials.userId) === "join");
  for (let i = 0; i < 10 && sentBy(carolRoom, "Good evening").length === 0; i += 1) {
    await carol.scrollback(carolRoom, 20);
  }
  checks.equal("carol reads back to the beginning", sentBy(carolRoom, "Good evening").length, 1);
  const lines = carolRoom.timeline.map((e) => e.getContent().body).filter((body) => /^line /.test(body));
  checks.equal("nothing is lost or told twice", lines, Array.from({ length: 30 }, (_, i) => `line ${i + 1}`));

  // Out again.
  await alice.kick(roomId, carol.credentials.userId, "closing time");
  await checks.sees("carol is out", () => membership(carolRoom, carol.credentials.userId) === "leave");
  await checks.refused("carol may not speak any more", carol.sendTextMessage(roomId, "wait"), "M_FORBIDDEN");
  await alice.ban(roomId, carol.credentials.userId);
  await checks.refused("carol may not come back", carol.joinRoom(roomId), "M_FORBIDDEN");
  await alice.unban(roomId, carol.credentials.userId);
  await carol.joinRoom(roomId);
  await checks.sees("carol is back", () => membership(aliceRoom, carol.credentials.userId) === "join");
  await bob.leave(roomId);
  await checks.sees("bob is gone", () => membership(aliceRoom, bobId) === "leave");

  const token = bob.getAccessToken();
  bob.stopClient();
  await bob.logout();
  await checks.refused("the token is worth nothing after logout",
    request(server, token, "GET", "/_matrix/client/v3/account/whoami"), "M_UNKNOWN_TOKEN");
});

async function registered(name) {
  return sdk.createClient({ baseUrl: server }).register(name, password, null, { type: "m.login.dummy" });
}

async function login(name, secret) {
  return sdk.createClient({ baseUrl: server })
    .login("m.login.password", { identifier: { type: "m.id.user", user: name }, user: name, password: secret });
}

async function start(account, options = {}) {
  const client = sdk.createClient({
    baseUrl: server, accessToken: account.access_token, userId: account.user_id, deviceId: account.device_id,
    timelineSupport: true,
  });
  let state = "";
  client.on("sync", (now) => (state = now));
  await client.startClient(options);
  await eventually(`the first sync of ${account.user_id}`, () => state === "PREPARED" || state === "SYNCING");
  return client;
}

function membership(room, userId) {
  const member = room.getMember(userId);
  return member && member.membership;
}

function content(room, type, stateKey) {
  const event = room.currentState.getStateEvents(type, stateKey);
  return event ? event.getContent() : {};
}

function sentBy(room, body) {
  return room.timeline.filter((event) => event.getType() === "m.room.message" && event.getContent().body === body);
}

async function received(room, body) {
  return eventually(`the message "${body}"`, () => sentBy(room, body)[0]);
}

/** The SDKs tell their whole life on the console; the checks are to be found among it. */
function quiet() {
  for (const level of ["debug", "info", "warn", "error", "trace"]) {
    console[level] = () => {};
  }
  const log = console.log;
  console.log = (...words) => {
    if (typeof words[0] === "string" && /^(FAILED|\d+ passed)/.test(words[0])) {
      log(...words);
    }
  };
}
