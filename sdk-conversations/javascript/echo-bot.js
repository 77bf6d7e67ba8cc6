// A bot that echoes what begins with "!", in the words of a tutorial of 2018. Only where it logs in comes from outside.
var sdk = require('matrix-js-sdk');
const client = sdk.createClient({
  baseUrl: process.env.BOT_SERVER,
  accessToken: process.env.BOT_TOKEN,
  userId: process.env.BOT_USER
});

client.startClient({});

client.once('sync', function(state, prevState, res) {
  console.log(state); // state will be 'PREPARED' when the client is ready to use
});

client.on("Room.timeline", function(event, room, toStartOfTimeline) {
  handleEvent(event);
});

function handleEvent(event) {
  // we know we only want to respond to messages
  if (event.getType() !== "m.room.message") {
    return;
  }

  // we are only interested in messages which start with "!"
  if (event.getContent().body[0] === '!') {
    // create an object with everything after the "!"
    var content = {
      "body": event.getContent().body.substring(1),
      "msgtype": "m.notice"
    };

    // send the message back to the room it came from
    client.sendEvent(event.getRoomId(), "m.room.message", content, "", (err, res) => {
      console.log(err);
    });
  }
}
