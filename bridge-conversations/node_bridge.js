// A bridge on matrix-appservice-bridge between Matrix and a network of plain text. Who is connected to its port writes lines
// `CHANNEL NICK TEXT`, and reads what Matrix users say in the same form. The room of a channel is #plain_CHANNEL, and the
// users are @plain_NICK.
//
//   node_bridge.js -r -u http://127.0.0.1:PORT -f FILE     writes the registration
//   node_bridge.js -p PORT -f FILE                         runs it, with HOMESERVER, DOMAIN and NETWORK_PORT in the environment
const net = require("node:net");
const { AppServiceRegistration, Bridge, Cli } = require("matrix-appservice-bridge");

const PREFIX = "plain_";

function generateRegistration(registration, done) {
  registration.setId("plain");
  registration.setHomeserverToken(AppServiceRegistration.generateToken());
  registration.setAppServiceToken(AppServiceRegistration.generateToken());
  registration.setSenderLocalpart("plainbot");
  registration.addRegexPattern("users", `@${PREFIX}.*`, true);
  registration.addRegexPattern("aliases", `#${PREFIX}.*`, true);
  done(registration);
}

async function run(port, _config, registration) {
  const domain = process.env.DOMAIN;
  const connections = new Set();
  const rooms = new Map();
  const channels = new Map();

  const bridge = new Bridge({
    homeserverUrl: process.env.HOMESERVER,
    domain,
    registration,
    disableStores: true,
    disableContext: true,
    controller: {
      onUserQuery: (user) => ({ name: user.localpart.slice(PREFIX.length) }),
      onAliasQuery: (_alias, localpart) => ({
        creationOpts: { preset: "public_chat", room_alias_name: localpart, name: localpart.slice(PREFIX.length) },
      }),
      onAliasQueried: (alias, room) => {
        const channel = alias.slice(1 + PREFIX.length, alias.indexOf(":"));
        rooms.set(channel, room);
        channels.set(room, channel);
      },
      onEvent: (request) => {
        const event = request.getData();
        if (event.type === "m.room.message" && channels.has(event.room_id)) {
          const line = `${channels.get(event.room_id)} ${event.sender} ${event.content.body}\n`;
          connections.forEach((connection) => connection.write(line));
        }
      },
    },
  });

  let last = Promise.resolve();
  function say(line) {
    const [channel, nick, ...words] = line.split(" ");
    const ghost = bridge.getIntent(`@${PREFIX}${nick}:${domain}`);
    // One after the other, so that they stay in order.
    last = last.then(() => ghost.sendText(rooms.get(channel), words.join(" "))).catch(console.error);
  }

  net.createServer((connection) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    let rest = "";
    connection.setEncoding("utf8").on("data", (data) => {
      const lines = (rest + data).split("\n");
      rest = lines.pop();
      lines.forEach(say);
    });
  }).listen(Number(process.env.NETWORK_PORT), "127.0.0.1");

  await bridge.run(port);
  console.log("ready");
}

new Cli({ registrationPath: "registration.yaml", generateRegistration, run }).run();
