"use strict";
// What Stoa shows in a browser, and web clients of another origin:
//
//     node tests.js OPEN_SERVER TERMS_SERVER SCREENSHOTS VERIFIER_PORT SERVICE=SERVER ...
//
// OPEN_SERVER has open registration; TERMS_SERVER asks for the registration token "open-sesame" and for terms; each SERVER wants
// the challenge of a SERVICE (recaptcha, ...) solved, and has what it gives checked at http://127.0.0.1:VERIFIER_PORT/SERVICE.

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { chromium } = require("playwright-core");
const challenge = require("./challenge.js");

const [openServer, termsServer, screenshots, verifierPort, ...challenges] = process.argv.slice(2);
const password = "correct horse battery staple";
const tests = [];
let names = 0;

function test(name, body) {
  tests.push({ name, body });
}

test("the start page says what this is and how to connect", async (browser) => {
  const page = await open(browser, `${openServer}/`);
  const name = new URL(openServer).port;
  must((await page.title()).includes(`localhost:${name}`), "the title has the server's name");
  must((await page.textContent(".works")).includes("works"), "it says that it works");
  must((await page.textContent("main")).includes(openServer), "it says what to enter in an app");
  const styled = await page.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth);
  must(styled !== "none", "its style is there");
  const picture = await page.evaluate(() => document.querySelector("img.mark").naturalWidth);
  must(picture > 0, "its picture is there");
  await shot(page, "start-page");
  await page.setViewportSize({ width: 360, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  must(wide <= 0, "it fits on a telephone");
  await shot(page, "start-page-telephone");
});

test("the log-in page logs in and hands the answer to its client", async (browser) => {
  const user = fresh("login");
  await register(openServer, user);
  const page = await open(browser, `${openServer}/_matrix/static/client/login/?device_id=BROWSER`);
  await page.evaluate(() => (window.matrixLogin.onLogin = (answer) => (window.handedOver = answer)));
  await page.fill("#user", user);
  await page.fill("#password", "wrong");
  await page.click("button");
  await page.waitForSelector(".message.bad", { state: "visible" });
  await shot(page, "log-in-refused");
  await page.fill("#password", password);
  await page.click("button");
  await page.waitForSelector(".message.good");
  const answer = await page.evaluate(() => window.handedOver);
  same(answer.device_id, "BROWSER", "the device is the one that the client wanted");
  same((await call(openServer, "GET", "/v3/account/whoami", undefined, answer.access_token)).user_id, answer.user_id, "the token is good");
  await shot(page, "log-in-done");
});

test("registration goes on in the browser for a client that knows neither terms nor tokens", async (browser, origin) => {
  const body = { username: fresh("stages"), password };
  const first = await call(termsServer, "POST", "/v3/register", body, undefined, 401);
  same([...first.flows[0].stages].sort(), ["m.login.registration_token", "m.login.terms"], "the stages");
  const tried = [];
  for (const stage of first.flows[0].stages) {
    const fallback = `${termsServer}/_matrix/client/v3/auth/${stage}/fallback/web?session=${first.session}`;
    const app = await open(browser, `${origin}/opener.html?page=${encodeURIComponent(fallback)}`);
    const [popup] = await Promise.all([app.waitForEvent("popup"), app.click("#open")]);
    await popup.waitForSelector("form");
    if (stage === "m.login.registration_token") {
      await popup.fill("#token", "wrong");
      await popup.click("button");
      await popup.waitForSelector(".message.bad");
      await popup.fill("#token", "open-sesame");
    } else {
      same(await popup.getAttribute("form a", "href"), "https://example.org/privacy", "the terms can be read");
    }
    await shot(popup, `stage-${stage}`);
    await popup.click("button");
    await popup.waitForSelector(".message.good");
    await app.waitForFunction(() => document.getElementById("told").textContent === "authDone");
    tried.push(stage);
  }
  same(tried.length, 2, "both stages were done");
  const account = await call(termsServer, "POST", "/v3/register", { ...body, auth: { session: first.session } });
  must(account.user_id.startsWith(`@${body.username}:`), "the account is there");
});

for (const [service, server] of challenges.map((each) => each.split("="))) {
  test(`a challenge of ${service} is solved in the browser, at the second attempt`, async (browser, origin) => {
    verifier.accepts = "something else";
    await challenge.serve(browser, service);
    const body = { username: fresh(service), password };
    const first = await call(server, "POST", "/v3/register", body, undefined, 401);
    same(first.flows, [{ stages: ["m.login.recaptcha"] }], "the stages");
    same(first.params["m.login.recaptcha"].public_key, `site-of-${service}`, "the public key");
    const fallback = `${server}/_matrix/client/v3/auth/m.login.recaptcha/fallback/web?session=${first.session}`;
    const app = await open(browser, `${origin}/opener.html?page=${encodeURIComponent(fallback)}`);
    const [popup] = await Promise.all([app.waitForEvent("popup"), app.click("#open")]);
    popup.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    const solve = popup.frameLocator("iframe").locator("button");

    await solve.waitFor();
    await popup.click("form > button");
    await popup.waitForSelector(".message.bad");
    await shot(popup, `stage-${service}`);
    await solve.click();
    await until(() => popup.evaluate(challenge.isSolved), "it is solved");
    await popup.click("form > button");
    await until(() => popup.evaluate(challenge.isNew), "it is to be solved anew");
    verifier.accepts = "solved by a person 2";
    await solve.click();
    await until(() => popup.evaluate(challenge.isSolved), "it is solved again");
    await popup.click("form > button");

    await popup.waitForSelector(".message.good");
    await app.waitForFunction(() => document.getElementById("told").textContent === "authDone");
    same(verifier.asked.splice(0), [
      `/${service} secret response=`,
      `/${service} secret response=solved by a person 1`,
      `/${service} secret response=solved by a person 2`,
    ], "what the service was asked");
    const account = await call(server, "POST", "/v3/register", { ...body, auth: { session: first.session } });
    must(account.user_id.startsWith(`@${body.username}:`), "the account is there");
  });
}

test("the password page confirms what a client wants to do to a device", async (browser) => {
  const user = fresh("device");
  const account = await register(openServer, user);
  const other = await call(openServer, "POST", "/v3/login", { type: "m.login.password", identifier: { type: "m.id.user", user }, password });
  const target = `/v3/devices/${other.device_id}`;
  const first = await call(openServer, "DELETE", target, {}, account.access_token, 401);
  const page = await open(browser, `${openServer}/_matrix/client/v3/auth/m.login.password/fallback/web?session=${first.session}`);
  await page.fill("#user", user);
  await page.fill("#password", password);
  await shot(page, "stage-m.login.password");
  await page.click("button");
  await page.waitForSelector(".message.good");
  await call(openServer, "DELETE", target, { auth: { session: first.session } }, account.access_token);
  await call(openServer, "GET", "/v3/account/whoami", undefined, other.access_token, 401);
});

test("web clients of the first API talk from another origin", async (browser, origin) => {
  const client = `${origin}/old-client.html?server=${encodeURIComponent(openServer)}`;
  const alice = await open(browser, client);
  const bob = await open(browser, client);
  await enter(alice, "register", fresh("alice"));
  const bobName = fresh("bob");
  const bobId = await enter(bob, "register", bobName);

  await alice.fill("#alias", fresh("parlour"));
  await alice.click("#create");
  await alice.waitForFunction(() => document.getElementById("alias").value.startsWith("#"));
  await alice.click("#rooms tr");
  await alice.fill("#guest", bobId);
  await alice.click("#invite");
  await text(bob, "#rooms", "invite");
  await shot(bob, "old-client-invited");
  await bob.click("#rooms tr");
  await text(bob, "#rooms", "join");
  await text(alice, "#members", bobId);

  for (const [from, to, words] of [[alice, bob, "Good evening"], [bob, alice, "And to you"], [alice, bob, "Zwölf Bücher <b>&</b> 🍵"]]) {
    await from.fill("#body", words);
    await from.click("#send");
    await text(to, "#messages", words);
    await text(from, "#messages", words);
  }
  await shot(alice, "old-client-talk");

  await bob.reload();
  same(await enter(bob, "login", bobName), bobId, "bob comes back");
  await text(bob, "#rooms", "Zwölf Bücher");
  await bob.click("#rooms tr");
  await text(bob, "#messages", "Good evening");
  await bob.click("#leave");
  await text(alice, "#messages", "(leave)");
});

async function enter(page, button, user) {
  await page.fill("#user", user);
  await page.fill("#password", password);
  await page.click(`#${button}`);
  await page.waitForFunction(() => document.getElementById("whoami").textContent !== "" || document.getElementById("error").textContent !== "");
  same(await page.textContent("#error"), "", "nothing was refused");
  return page.textContent("#whoami");
}

async function text(page, selector, words) {
  await page.waitForFunction(([where, what]) => document.querySelector(where).textContent.includes(what), [selector, words]);
}

/** Waits for something that a page says; its own policy forbids it the functions that the browser could wait for. */
async function until(holds, what) {
  const end = Date.now() + 30000;
  while (!(await holds())) {
    must(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Opens a page whose console must stay without errors. */
async function open(browser, url) {
  const page = await browser.newPage();
  page.setDefaultTimeout(30000);
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  return page;
}

async function shot(page, name) {
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

async function register(server, username) {
  return call(server, "POST", "/v3/register", { username, password, auth: { type: "m.login.dummy" } });
}

async function call(server, method, where, body, token, status = 200) {
  const response = await fetch(`${server}/_matrix/client${where}`, {
    method,
    headers: token ? { Authorization: `Bearer ${token}` } : {},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  must(response.status === status, `${method} ${where} answers ${status}, not ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

function must(holds, what) {
  if (!holds) {
    throw new Error(`not so: ${what}`);
  }
}

function same(found, expected, what) {
  must(JSON.stringify(found) === JSON.stringify(expected), `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
}

function fresh(name) {
  names += 1;
  return `${name}-${Date.now().toString(36)}-${names}`;
}

/** Serves the pages of this folder at an address that is not the homeserver's. */
async function pages() {
  const server = http.createServer((request, response) => {
    const file = path.join(__dirname, "pages", path.basename(new URL(request.url, "http://pages").pathname));
    fs.readFile(file, (error, bytes) => {
      const type = file.endsWith(".js") ? "text/javascript" : "text/html";
      response.writeHead(error ? 404 : 200, { "Content-Type": `${type}; charset=utf-8` });
      response.end(bytes);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const complaints = [];
const verifier = challenge.verifier();

async function main() {
  fs.mkdirSync(screenshots, { recursive: true });
  const origin = await pages();
  await verifier.listen(Number(verifierPort));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  let passed = 0;
  let failed = 0;
  for (const { name, body } of tests) {
    complaints.length = 0;
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
    try {
      await body(context, `http://127.0.0.1:${origin.address().port}`);
      // The browser itself complains of each answer that is an error, wanted or not.
      same(complaints.filter((text) => !/^Failed to load resource: the server responded/.test(text)), [], "the console is quiet");
      passed += 1;
      console.log(`   passed: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`   FAILED: ${name}: ${error.stack}\n   ${complaints.join("\n   ")}`);
    }
    await context.close();
  }
  await browser.close();
  origin.close();
  verifier.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

main();
