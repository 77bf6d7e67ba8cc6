"use strict";
// Talks with echo-bot.js, which runs as a process of its own:  NODE_PATH=<node_modules> node echo-bot-conversation.js URL

const { spawn } = require("node:child_process");
const path = require("node:path");
const sdk = require("matrix-js-sdk");
const { Checks, eventually, fresh, request } = require("./checks");

const server = process.argv[2];

new Checks().run(async (checks) => {
  const alice = await register("alice");
  const bot = await register("bot");

  // The token that the bot is given comes from a login by password through the SDK.
  const token = await loginThroughSdk(bot);
  checks.check("the login answers a token", typeof token === "string" && token.length > 0);
  checks.check("the token is a new one", token !== bot.access_token);

  const { room_id: room } = await alice.call("POST", "/_matrix/client/v3/createRoom", { preset: "private_chat" });
  await alice.call("POST", `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/invite`, { user_id: bot.user_id });
  await bot.call("POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
  const first = await alice.call("GET", "/_matrix/client/v3/sync");

  await withBot(token, bot.user_id, async (output) => {
    await checks.sees("the bot's first sync ends with PREPARED", () => output().split("\n").includes("PREPARED"));

    const sent = ["!hello", "not for the bot", "!", "!with \u{1F916} and ümlauts"];
    for (const [number, body] of sent.entries()) {
      await alice.call(
        "PUT", `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${number}`,
        { msgtype: "m.text", body });
    }
    const echoes = await echoesIn(room, first.next_batch, 3);
    checks.equal("the bot echoes what begins with !", echoes.map((event) => event.content.body).sort(),
      ["", "hello", "with \u{1F916} and ümlauts"]);
    checks.check("the echoes are notices of the bot",
      echoes.every((event) => event.sender === bot.user_id && event.content.msgtype === "m.notice"), echoes);
  });

  async function echoesIn(roomId, since, count) {
    const echoes = [];
    let from = since;
    await eventually(`${count} echoes`, async () => {
      const answer = await alice.call("GET", `/_matrix/client/v3/sync?timeout=1000&since=${encodeURIComponent(from)}`);
      from = answer.next_batch;
      const events = answer.rooms?.join?.[roomId]?.timeline?.events ?? [];
      echoes.push(...events.filter((event) => event.type === "m.room.message" && event.sender !== alice.user_id));
      return echoes.length >= count;
    });
    return echoes;
  }
});

async function register(name) {
  const account = await request(server, null, "POST", "/_matrix/client/v3/register",
    { username: fresh(name), password: "hunter2 hunter2", auth: { type: "m.login.dummy" } });
  account.call = (method, where, body) => request(server, account.access_token, method, where, body);
  return account;
}

/** The tutorial's way to a token. Its createClient("…") with a bare address is gone from today's SDK. */
async function loginThroughSdk(account) {
  let passwordClient;
  try {
    passwordClient = sdk.createClient(server);
  } catch {
    passwordClient = sdk.createClient({ baseUrl: server });
  }
  return passwordClient.login("m.login.password", { user: account.user_id, password: "hunter2 hunter2" })
    .then((response) => response.access_token);
}

async function withBot(token, userId, conversation) {
  const bot = spawn(process.execPath, [path.join(__dirname, "echo-bot.js")], {
    env: { ...process.env, BOT_SERVER: server, BOT_TOKEN: token, BOT_USER: userId },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  bot.stdout.on("data", (data) => (output += data));
  bot.stderr.on("data", (data) => (errors += data));
  try {
    await conversation(() => output);
  } catch (error) {
    throw new Error(`${error.message}\nthe bot said:\n${output.slice(-3000)}\n${errors.slice(-3000)}`);
  } finally {
    bot.kill();
  }
}
