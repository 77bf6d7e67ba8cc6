// Completes one stage of user-interactive authentication and tells the client that opened this page.
// Specification: client-server-api#fallback.
"use strict";

function show(text, kind) {
  const message = document.getElementById("message");
  message.textContent = text;
  message.className = "message " + kind;
}

function tellClient() {
  if (window.onAuthDone) {
    window.onAuthDone();
  } else if (window.opener && window.opener.postMessage) {
    window.opener.postMessage("authDone", "*");
  }
}

function attempt(form) {
  const body = {};
  for (const field of form.elements) {
    if (field.name === "user") {
      body.identifier = { type: "m.id.user", user: field.value.trim() };
    } else if (field.name.endsWith("-response")) {
      body.response = field.value;
    } else if (field.name) {
      body[field.name] = field.value;
    }
  }
  return body;
}

async function complete(form) {
  const response = await fetch(window.location.pathname + window.location.search, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(attempt(form)),
  });
  if (!response.ok) {
    const answer = await response.json();
    throw new Error(answer.error || "The server answered " + response.status + ".");
  }
}

// What a challenge gave is good for one attempt.
function newChallenge() {
  for (const service of [window.grecaptcha, window.hcaptcha, window.turnstile]) {
    if (service && service.reset) {
      service.reset();
    }
  }
}

document.getElementById("stage").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  show("", "");
  try {
    await complete(form);
    form.hidden = true;
    show("Done. You can go back to your app.", "good");
    tellClient();
  } catch (error) {
    show(error.message, "bad");
    newChallenge();
    button.disabled = false;
  }
});
