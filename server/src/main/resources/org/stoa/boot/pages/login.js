// Logs in by password and hands the answer to the client that opened this page.
// Specification: client-server-api#login-fallback.
"use strict";

// A client that embeds the page sets window.matrixLogin.onLogin once the page is loaded, so the object must be there.
window.matrixLogin = window.matrixLogin || {};

// What else may stand in the body of a login; anything that would be a credential is left out.
const FORWARDED = ["device_id", "initial_device_display_name", "refresh_token"];

function show(text, kind) {
  const message = document.getElementById("message");
  message.textContent = text;
  message.className = "message " + kind;
}

function loginBody(form) {
  const body = {
    type: "m.login.password",
    identifier: { type: "m.id.user", user: form.elements.user.value.trim() },
    password: form.elements.password.value,
  };
  const parameters = new URLSearchParams(window.location.search);
  for (const name of FORWARDED) {
    if (parameters.has(name)) {
      const value = parameters.get(name);
      body[name] = name === "refresh_token" ? value === "true" : value;
    }
  }
  return body;
}

function handOver(answer) {
  if (typeof window.matrixLogin.onLogin === "function") {
    window.matrixLogin.onLogin(answer);
  } else if (typeof window.onLogin === "function") {
    window.onLogin(answer);
  }
}

async function logIn(form) {
  const response = await fetch("/_matrix/client/v3/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(loginBody(form)),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error || "The server answered " + response.status + ".");
  }
  return answer;
}

document.getElementById("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  show("Logging in …", "");
  try {
    const answer = await logIn(form);
    form.hidden = true;
    show("You are logged in as " + answer.user_id + ". You can go back to your app.", "good");
    handOver(answer);
  } catch (error) {
    show(error.message, "bad");
    button.disabled = false;
  }
});
