// A web client as they were written for api/v1: requests of another origin, the token in the query, events by long polling.
"use strict";

const api = new URLSearchParams(location.search).get("server") + "/_matrix/client/api/v1";
let account = null;
let rooms = [];
let chosen = null;

function request(method, path, parameters, body, done) {
  const query = new URLSearchParams(parameters).toString();
  const call = new XMLHttpRequest();
  call.open(method, api + path + (query ? "?" + query : ""));
  if (body !== undefined) {
    call.setRequestHeader("Content-Type", "application/json; charset=utf-8");
  }
  call.onload = () => {
    const answer = JSON.parse(call.responseText);
    if (call.status === 200) {
      document.getElementById("error").textContent = "";
      done(answer);
    } else {
      document.getElementById("error").textContent = answer.errcode + ": " + answer.error;
    }
  };
  call.onerror = () => (document.getElementById("error").textContent = "the browser let nothing through: " + method + " " + path);
  call.send(body === undefined ? null : JSON.stringify(body));
}

function authorised(method, path, parameters, body, done) {
  request(method, path, Object.assign({ access_token: account.access_token }, parameters), body, done);
}

function enter(kind) {
  const body = { type: "m.login.password", user: value("user"), password: value("password") };
  request("POST", "/" + kind, {}, body, (answer) => {
    account = answer;
    document.getElementById("whoami").textContent = answer.user_id;
    listRooms();
    follow("END");
  });
}

function listRooms() {
  authorised("GET", "/initialSync", { limit: 1 }, undefined, (answer) => {
    rooms = answer.rooms.map((room) => ({
      room_id: room.room_id,
      membership: room.membership,
      latest: room.messages && room.messages.chunk[0] ? room.messages.chunk[0].content.body || "" : "",
    }));
    showRooms();
  });
}

function follow(from) {
  authorised("GET", "/events", { from, timeout: 10000 }, undefined, (answer) => {
    answer.chunk.forEach(happened);
    follow(answer.end);
  });
}

function happened(event) {
  if (event.type === "m.room.member" && event.state_key === account.user_id) {
    listRooms();
  }
  if (event.type === "m.room.message") {
    rooms.filter((room) => room.room_id === event.room_id).forEach((room) => (room.latest = event.content.body));
    showRooms();
  }
  if (event.room_id === chosen) {
    showEvent(event);
    if (event.type === "m.room.member") {
      listMembers();
    }
  }
}

function choose(room) {
  chosen = room.room_id;
  if (room.membership !== "join") {
    authorised("POST", "/rooms/" + encodeURIComponent(chosen) + "/join", {}, {}, () => {
      listRooms();
      openRoom();
    });
  } else {
    openRoom();
  }
}

function openRoom() {
  showRooms();
  document.getElementById("messages").replaceChildren();
  authorised("GET", "/rooms/" + encodeURIComponent(chosen) + "/messages", { from: "END", dir: "b", limit: 10 }, undefined, (answer) =>
    answer.chunk.reverse().forEach(showEvent));
  listMembers();
}

function listMembers() {
  authorised("GET", "/rooms/" + encodeURIComponent(chosen) + "/members", {}, undefined, (answer) => {
    document.getElementById("members").replaceChildren(...answer.chunk.map((event) => row(event.state_key, event.content.membership)));
  });
}

function showRooms() {
  document.getElementById("rooms").replaceChildren(...rooms.map((room) => {
    const line = row(room.room_id, room.membership, room.latest);
    line.className = room.room_id === chosen ? "chosen" : "";
    line.onclick = () => choose(room);
    return line;
  }));
}

function showEvent(event) {
  const text = event.type === "m.room.message" ? event.content.body : event.type === "m.room.member" ? "(" + event.content.membership + ")" : "";
  if (text) {
    document.getElementById("messages").append(row(event.user_id, text));
  }
}

function row(...texts) {
  const line = document.createElement("tr");
  texts.forEach((text) => (line.insertCell().textContent = text));
  return line;
}

function value(id) {
  return document.getElementById(id).value;
}

function click(id, action) {
  document.getElementById(id).onclick = action;
}

click("register", () => enter("register"));
click("login", () => enter("login"));
click("create", () => {
  const body = value("alias") ? { room_alias_name: value("alias") } : {};
  authorised("POST", "/createRoom", {}, body, (answer) => {
    document.getElementById("alias").value = answer.room_alias || "";
    rooms.push({ room_id: answer.room_id, membership: "join", latest: "" });
    showRooms();
  });
});
click("invite", () => authorised("POST", "/rooms/" + encodeURIComponent(chosen) + "/invite", {}, { user_id: value("guest") }, () => {}));
click("leave", () => authorised("POST", "/rooms/" + encodeURIComponent(chosen) + "/leave", {}, {}, listRooms));
click("send", () => authorised("POST", "/rooms/" + encodeURIComponent(chosen) + "/send/m.room.message", {}, { msgtype: "m.text", body: value("body") },
  () => (document.getElementById("body").value = "")));
