"use strict";
// The services that tell people from programs, as far as a page and a homeserver meet them: a script that shows a challenge in
// a frame and gives a text once it is solved, and an address at which that text is checked.

const http = require("node:http");

const services = {
  recaptcha: {
    script: "https://www.google.com/recaptcha/api.js",
    frame: "https://www.google.com/recaptcha/api2/anchor",
    holder: ".g-recaptcha",
    name: "grecaptcha",
    fields: ["g-recaptcha-response"],
  },
  hcaptcha: {
    script: "https://js.hcaptcha.com/1/api.js",
    frame: "https://newassets.hcaptcha.com/captcha/v1/hcaptcha.html",
    holder: ".h-captcha",
    name: "hcaptcha",
    fields: ["g-recaptcha-response", "h-captcha-response"],
  },
  turnstile: {
    script: "https://challenges.cloudflare.com/turnstile/v0/api.js",
    frame: "https://challenges.cloudflare.com/cdn-cgi/challenge-platform/turnstile",
    holder: ".cf-turnstile",
    name: "turnstile",
    fields: ["cf-turnstile-response"],
  },
};

/** What the script of a service does in a page. */
function widget(service) {
  const holder = document.querySelector(service.holder);
  const fields = service.fields.map((name) => {
    const field = document.createElement("textarea");
    field.name = name;
    field.style.display = "none";
    return holder.appendChild(field);
  });
  const frame = document.createElement("iframe");
  frame.src = `${service.frame}?sitekey=${encodeURIComponent(holder.dataset.sitekey)}`;
  frame.style.width = "300px";
  frame.style.height = "80px";
  holder.appendChild(frame);
  window.addEventListener("message", (event) => {
    if (event.origin === new URL(service.frame).origin) {
      fields.forEach((field) => (field.value = event.data));
    }
  });
  window[service.name] = { reset: () => fields.forEach((field) => (field.value = "")) };
}

/** What stands in its frame. */
const person = `<!DOCTYPE html><title>Challenge</title><button>I am a person</button>
<script>
let times = 0;
document.querySelector("button").onclick = () => parent.postMessage("solved by a person " + ++times, "*");
</script>`;

/** Answers, for all pages of a browser's context, what they ask of a service. */
async function serve(context, name) {
  const service = services[name];
  await context.route(service.script, (route) =>
    route.fulfill({ contentType: "text/javascript", body: `(${widget})(${JSON.stringify(service)});` }),
  );
  await context.route(`${service.frame}?*`, (route) => route.fulfill({ contentType: "text/html", body: person }));
}

/** Both are looked at in the page. */
const isSolved = () => [...document.querySelectorAll("textarea")].every((field) => field.value !== "");
const isNew = () => [...document.querySelectorAll("textarea")].every((field) => field.value === "");

/** Where homeservers ask whether a challenge was solved; one text is accepted. */
function verifier() {
  const state = { accepts: "none yet", asked: [] };
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      state.asked.push(`${request.url} ${form.get("secret")} response=${form.get("response")}`);
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ success: form.get("secret") === "secret" && form.get("response") === state.accepts }));
    });
  });
  state.listen = (port) => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  state.close = () => server.close();
  return state;
}

module.exports = { serve, verifier, isSolved, isNew };
