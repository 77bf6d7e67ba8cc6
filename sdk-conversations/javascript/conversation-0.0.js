"use strict";
// Two people talk through the first matrix-js-sdk, which knows api/v1 alone and leaves all to its caller:
//   NODE_PATH=<node_modules> node conversation-0.0.js URL

const sdk = require("matrix-js-sdk");
const { Checks, fresh } = require("./checks");

const server = process.argv[2];
const password = "correct horse battery staple";

new Checks().run(async (checks) => {
  const anonymous = sdk.createClient(server);
  const registration = await call(anonymous, "registerFlows");
  checks.check("registration offers a password", registration.flows.some((flow) => flow.type === "m.login.password"), registration);
  const logins = await call(anonymous, "loginFlows");
  checks.check("log-in offers a password", logins.flows.some((flow) => flow.type === "m.login.password"), logins);

  const aliceName = fresh("alice");
  const alice = await registered(anonymous, aliceName);
  const bob = await registered(anonymous, fresh("bob"));
  const aliceId = alice.credentials.userId;
  const bobId = bob.credentials.userId;
  checks.check("a new account is named as asked", aliceId.startsWith(`@${aliceName}:`), aliceId);
  await checks.refused("a taken name is refused", registered(anonymous, aliceName), "M_USER_IN_USE");
  const again = await call(anonymous, "loginWithPassword", aliceName, password);
  checks.equal("a login is for the account", again.user_id, aliceId);
  await checks.refused("a wrong password is refused", call(anonymous, "loginWithPassword", aliceName, "wrong"), "M_FORBIDDEN");

  // A room with an alias, an invitation, a join.
  const before = await call(bob, "initialSync", 10);
  checks.equal("a new account is in no room", before.rooms, []);
  const aliasName = fresh("parlour");
  const made = await call(alice, "createRoom", { room_alias_name: aliasName, visibility: "private" });
  const alias = `#${aliasName}:${aliceId.split(":").slice(1).join(":")}`;
  checks.equal("the new room is told with its alias", made.room_alias, alias);
  const roomId = made.room_id;
  await call(alice, "setRoomName", roomId, "Parlour");
  await call(alice, "setRoomTopic", roomId, "Tea");
  checks.equal("the alias leads to the room", (await call(bob, "resolveRoomAlias", alias)).room_id, roomId);
  await checks.refused("a stranger reads nothing", call(bob, "roomState", roomId), "M_FORBIDDEN");
  await call(alice, "invite", roomId, bobId);
  const bobStream = new Stream(bob, before.end);
  const invitation = await bobStream.until((event) => event.type === "m.room.member" && event.state_key === bobId);
  checks.equal("the invitation comes by the event stream", invitation.content.membership, "invite");
  checks.equal("it has the name of its sender, old style", invitation.user_id, aliceId);
  const invited = (await call(bob, "initialSync", 10)).rooms.find((room) => room.room_id === roomId);
  checks.equal("the room is listed as an invitation", invited && invited.membership, "invite");
  checks.equal("with who invited", invited && invited.inviter, aliceId);
  checks.equal("a join by the alias tells the room", (await call(bob, "joinRoom", alias)).room_id, roomId);
  const state = await call(bob, "roomState", roomId);
  checks.equal("the name is in the state", state.find((event) => event.type === "m.room.name").content.name, "Parlour");

  // Talk.
  const sent = await call(alice, "sendTextMessage", roomId, "Good evening");
  const greeting = await bobStream.until((event) => event.type === "m.room.message");
  checks.equal("the message has the id that the sender was told", greeting.event_id, sent.event_id);
  checks.equal("its sender is named, old style", greeting.user_id, aliceId);
  checks.equal("its room is named", greeting.room_id, roomId);
  checks.check("its age is told", greeting.age >= 0, greeting);
  await call(bob, "sendTyping", roomId, true, 20000);
  const aliceStream = new Stream(alice, (await call(alice, "initialSync", 1)).end);
  await call(bob, "sendEmoteMessage", roomId, "waves");
  checks.equal("an emote arrives", (await aliceStream.until((event) => event.type === "m.room.message")).content.msgtype, "m.emote");
  await call(bob, "sendTyping", roomId, false, 0);
  const typing = await aliceStream.until((event) => event.type === "m.typing");
  checks.equal("who types is told", typing.content.user_ids, []);
  await call(alice, "setDisplayName", "Alice of the parlour");
  const renamed = await bobStream.until((event) => event.type === "m.room.member" && event.state_key === aliceId && event.content.displayname === "Alice of the parlour");
  checks.equal("a new name keeps the member joined", renamed.content.membership, "join");
  checks.equal("the profile has the name", (await call(bob, "getProfileInfo", aliceId, "displayname")).displayname, "Alice of the parlour");

  // Reading back.
  for (let i = 1; i <= 25; i += 1) {
    await call(alice, "sendTextMessage", roomId, `line ${i}`, `line-${i}`);
  }
  const room = await call(bob, "roomInitialSync", roomId, 10);
  checks.equal("the room has its newest ten", lines(room.messages.chunk).slice(-1), ["line 25"]);
  checks.equal("and no more", room.messages.chunk.length, 10);
  let read = [];
  let from = room.messages.start;
  for (let i = 0; i < 20 && from; i += 1) {
    const page = await call(bob, "scrollback", roomId, from, 10);
    read = lines(page.chunk).reverse().concat(read);
    from = page.chunk.length === 0 ? null : page.end;
  }
  checks.equal("nothing is lost or told twice", read.concat(lines(room.messages.chunk)), Array.from({ length: 25 }, (_, i) => `line ${i + 1}`));

  // Power, redaction, kick, ban.
  await checks.refused("state needs the power for it", call(bob, "setRoomName", roomId, "Bob's"), "M_FORBIDDEN");
  const levels = (await call(alice, "roomState", roomId)).find((event) => event.type === "m.room.power_levels");
  await call(alice, "setPowerLevel", roomId, bobId, 50, levels);
  await call(bob, "setRoomName", roomId, "Bob's");
  checks.equal("with the power it is done", (await bobStream.until((event) => event.type === "m.room.name" && event.content.name === "Bob's")).user_id, bobId);
  await call(alice, "redactEvent", roomId, sent.event_id);
  checks.equal("the redaction names its target", (await bobStream.until((event) => event.type === "m.room.redaction")).redacts, sent.event_id);
  await call(alice, "kick", roomId, bobId, "closing time");
  await checks.refused("the kicked may not speak", call(bob, "sendTextMessage", roomId, "wait"), "M_FORBIDDEN");
  await call(alice, "ban", roomId, bobId);
  await checks.refused("the banned may not come back", call(bob, "joinRoom", alias), "M_FORBIDDEN");
  await call(alice, "unban", roomId, bobId);
  await call(alice, "invite", roomId, bobId);
  checks.equal("after that he may", (await call(bob, "joinRoom", roomId)).room_id, roomId);
  await call(bob, "leave", roomId);
  await checks.refused("who left may not speak", call(bob, "sendTextMessage", roomId, "wait"), "M_FORBIDDEN");

  // Presence, push rules, the directory.
  await call(alice, "setPresence", "unavailable");
  const rules = await call(alice, "pushRules");
  checks.check("there are push rules", rules.global.underride.length > 0, rules);
  await call(alice, "addPushRule", "global", "content", "tea", { pattern: "tea", actions: ["notify"] });
  checks.check("a rule of one's own is kept", (await call(alice, "pushRules")).global.content.some((rule) => rule.rule_id === "tea"));
  await call(alice, "deletePushRule", "global", "content", "tea");
  checks.check("and goes", !(await call(alice, "pushRules")).global.content.some((rule) => rule.rule_id === "tea"));
  const open = await call(alice, "createRoom", { visibility: "public", room_alias_name: fresh("square") });
  const listed = await call(bob, "publicRooms");
  checks.check("a public room is listed", listed.chunk.some((entry) => entry.room_id === open.room_id), listed.chunk.length);
});

/** A call of the SDK, which takes a callback last. */
function call(client, name, ...values) {
  return new Promise((resolve, reject) =>
    client[name](...values, (error, body) => (error ? reject(Object.assign(new Error(`${name}: ${JSON.stringify(error)}`), error)) : resolve(body))));
}

async function registered(anonymous, name) {
  const account = await call(anonymous, "register", "m.login.password", { user: name, password });
  return sdk.createClient({ baseUrl: server, userId: account.user_id, accessToken: account.access_token });
}

function lines(chunk) {
  return chunk.filter((event) => event.type === "m.room.message" && /^line /.test(event.content.body || "")).map((event) => event.content.body);
}

/** Follows the events of a user from a token on. */
class Stream {
  constructor(client, from) {
    this.client = client;
    this.from = from;
    this.waiting = [];
  }

  /** The next event for which the condition holds; those before it are passed over. */
  async until(condition) {
    const end = Date.now() + 15000;
    while (Date.now() < end) {
      while (this.waiting.length > 0) {
        const event = this.waiting.shift();
        if (condition(event)) {
          return event;
        }
      }
      const answer = await call(this.client, "eventStream", this.from, 3000);
      this.waiting = answer.chunk;
      this.from = answer.end;
    }
    throw new Error(`waited in vain for an event: ${condition}`);
  }
}
