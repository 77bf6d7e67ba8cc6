"use strict";

/** Counts checks, says which failed, and ends the process with what came of them. */
class Checks {
  constructor() {
    this.passed = 0;
    this.failed = 0;
  }

  check(name, holds, found) {
    if (holds) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    console.log(`FAILED: ${name}${found === undefined ? "" : `: found ${show(found)}`}`);
  }

  equal(name, found, expected) {
    this.check(name, show(found) === show(expected), found);
  }

  /** Waits until condition() answers something true, counts that, and answers it; in vain, the conversation ends. */
  async sees(name, condition) {
    const value = await eventually(name, condition);
    this.passed += 1;
    return value;
  }

  /** Checks that a promise is refused with a Matrix error code. */
  async refused(name, promise, errcode) {
    const error = await promise.then(() => null, (e) => e);
    this.equal(name, error && error.errcode, errcode);
  }

  /** Runs the conversation; an exception in it is one more failed check. Never returns. */
  async run(conversation) {
    try {
      await conversation(this);
    } catch (error) {
      this.check(`the conversation went on to its end`, false, error.stack || error);
    }
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed === 0 && this.passed > 0 ? 0 : 1);
  }
}

function show(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Waits until condition() answers something true, and answers that; after the limit throws with the name. */
async function eventually(name, condition, limitMillis = 15000) {
  const end = Date.now() + limitMillis;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${limitMillis} ms in vain: ${name}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A request straight to the server, without an SDK. */
async function request(server, token, method, path, body) {
  const answer = await fetch(server + path, {
    method,
    headers: token ? { Authorization: `Bearer ${token}` } : {},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`), json);
  }
  return json;
}

/** A name that no earlier run has used. */
function fresh(name) {
  return `${name}-${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
}

module.exports = { Checks, eventually, fresh, request };
