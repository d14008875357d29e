// The page's end of the link, with a socket, a clock and a server made up for the test.
// Run by tests/live/test_page_link.py: node --test tests/live/live.test.mjs

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { LiveLink } from "../../grid/frame/static/frame/live.js";

let now, link, heard, polled, answer;

class FakeSocket {
  static all = [];
  constructor(url) {
    Object.assign(this, { url, sent: [], readyState: 1 });
    FakeSocket.all.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  hear(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  lose(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }
}

const socket = () => FakeSocket.all.at(-1);
const hello = (more = {}) => ({ t: "hello", epoch: "e1", head: 100, min: 1, server_time: new Date(now).toISOString(), heartbeat_s: 10, scope: "99", view: "v1", ...more });
const ev = (seq, prev, more = {}) => ({ t: "ev", seq, prev, kind: "incidents.received", subject_type: "incident", subject_id: "A1", subject_version: 1, recorded_at: new Date(now).toISOString(), payload: {}, ...more });
const seen = (type) => heard.filter((event) => event.type === type).map((event) => event.detail);
const seqs = () => seen("fact").map((fact) => fact.seq);

async function pass(ms) {
  for (let gone = 0; gone < ms; gone += 500) {
    now += 500;
    mock.timers.tick(500);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  }
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  now = 1_700_000_000_000;
  heard = [];
  polled = [];
  FakeSocket.all = [];
  answer = { epoch: "e1", head: 100, min: 0, reset: null, more: false, events: [] };
  const stored = new Map();
  link = new LiveLink({
    socketUrl: "ws://x/",
    eventsUrl: "/events/",
    WebSocket: FakeSocket,
    fetch: async (url) => (polled.push(url), { ok: true, status: 200, json: async () => answer }),
    storage: { getItem: (k) => stored.get(k) ?? null, setItem: (k, v) => stored.set(k, v) },
    now: () => now,
    random: () => 1,
  });
  for (const type of ["fact", "batch", "reset", "link", "heartbeat", "ended"]) {
    link.addEventListener(type, (event) => heard.push(event));
  }
});

afterEach(() => {
  link.stop();
  mock.timers.reset();
});

function open(since = 100) {
  link.start({ epoch: "e1", since });
  socket().hear(hello());
}

test("it resumes from the state the page was loaded with", () => {
  open(90);
  assert.deepEqual(socket().sent, [{ t: "resume", epoch: "e1", since: 90, view: "v1" }]);
});

test("facts are given once and in order, with one batch for each frame", () => {
  open();
  socket().hear({ t: "evs", events: [ev(101, 100), ev(103, 101)] });
  socket().hear(ev(103, 101));
  socket().hear(ev(104, 103));
  assert.deepEqual(seqs(), [101, 103, 104]);
  assert.deepEqual(seen("batch").map((b) => b.facts.length), [2, 1]);
});

test("a gap is asked for once and nothing after it is applied before it is filled", () => {
  open();
  socket().hear(ev(105, 103));
  socket().hear(ev(106, 105));
  assert.deepEqual(socket().sent.slice(1), [{ t: "resume", epoch: "e1", since: 100, view: "v1" }]);
  socket().hear({ t: "evs", events: [ev(103, 100), ev(105, 103), ev(106, 105)] });
  assert.deepEqual(seqs(), [103, 105, 106]);
  assert.deepEqual(seen("reset"), []);
});

test("a gap that stays after the resume loads the state anew", async () => {
  open();
  socket().hear(ev(105, 103));
  await pass(6000);
  socket().hear(ev(106, 105));
  assert.deepEqual(seen("reset"), [{ reason: "gap" }]);
  link.resume({ epoch: "e1", since: 106 });
  socket().hear(ev(107, 106));
  assert.deepEqual(seqs(), [107]);
});

test("a heartbeat that has sent more than was applied is a gap", () => {
  open();
  socket().hear({ t: "hb", head: 110, sent: 108 });
  assert.equal(socket().sent.filter((frame) => frame.t === "resume").length, 2);
});

test("another epoch resets the counter, so that the new log is heard from its own start", () => {
  open();
  socket().hear({ t: "reset", reason: "epoch", epoch: "e2" });
  socket().hear(hello({ epoch: "e2", head: 5 }));
  assert.deepEqual(seen("reset"), [{ reason: "epoch" }]);
  link.resume({ epoch: "e2", since: 5 });
  socket().hear(ev(6, 5));
  assert.deepEqual(seqs(), [6]);
});

test("another view than before loads the state anew", () => {
  open();
  socket().lose(4403);
  return pass(1500).then(() => {
    socket().hear(hello({ view: "v2" }));
    assert.deepEqual(seen("reset"), [{ reason: "scope" }]);
  });
});

test("it reconnects with growing patience and goes on from its cursor", async () => {
  open();
  socket().hear(ev(101, 100));
  socket().lose();
  await pass(500);
  await pass(500);
  assert.equal(FakeSocket.all.length, 2);
  socket().hear(hello());
  assert.equal(socket().sent[0].since, 101);
});

test("after 25 s of silence the link is lost and facts are polled from the same cursor", async () => {
  open();
  await pass(13_000);
  assert.equal(link.state, "late");
  assert.equal(polled.length, 0);
  const { seq, prev, subject_type: type, subject_id: id, ...fact } = ev(102, 100);
  answer = { ...answer, head: 102, events: [{ seq, subject: { type, id }, ...fact }] };
  await pass(14_000);
  assert.equal(link.state, "lost");
  assert.match(polled[0], /since=100/);
  assert.deepEqual(seqs(), [102]);
  assert.equal(seen("fact")[0].subject_id, "A1");
  assert.equal(seen("fact")[0].late, true);
  await pass(30_000);
  assert.deepEqual(seqs(), [102]);
  socket().hear(hello({ head: 102 }));
  assert.equal(link.state, "live");
  assert.equal(socket().sent.at(-1).since, 102);
});

test("a page with the socket blocked works by polling alone", async () => {
  link.start({ epoch: "e1", since: 100 });
  for (let n = 0; n < 20; n += 1) {
    socket().lose();
    await pass(3000);
  }
  assert.ok(polled.length >= 3);
});

test("a machine that wakes up knows at once that its link is stale", async () => {
  open();
  now += 3_600_000;
  await pass(1000);
  assert.equal(link.state, "lost");
});

test("a feed that was restored sends the page back to the state", async () => {
  open();
  answer = { ...answer, reset: "epoch" };
  await pass(27_000);
  assert.deepEqual(seen("reset"), [{ reason: "epoch" }]);
});

test("a session that has ended ends the link for good", async () => {
  open();
  socket().lose(4401);
  await pass(60_000);
  assert.deepEqual(seen("ended"), [{ code: 4401 }]);
  assert.equal(FakeSocket.all.length, 1);
});

test("a fact that was recorded long before it came is marked as late", () => {
  open();
  socket().hear(ev(101, 100, { recorded_at: new Date(now - 60_000).toISOString() }));
  socket().hear(ev(102, 101));
  assert.deepEqual(seen("fact").map((fact) => fact.late), [true, false]);
});

test("what was applied is acknowledged, at most once in five seconds", async () => {
  open();
  for (let seq = 101; seq < 111; seq += 1) {
    socket().hear(ev(seq, seq - 1));
    await pass(500);
  }
  const acks = socket().sent.filter((frame) => frame.t === "ack");
  assert.ok(acks.length >= 1 && acks.length <= 2);
});

test("a reload without a state goes on from the stored cursor", () => {
  open();
  socket().hear(ev(101, 100));
  link.stop();
  link.start();
  socket().hear(hello());
  assert.equal(socket().sent[0].since, 101);
});

test("a socket that was never greeted is given up, and another one dialled", async () => {
  link.start({ epoch: "e1", since: 100 });
  await pass(9_500);
  assert.equal(FakeSocket.all.length, 1);
  await pass(3_000);
  assert.equal(FakeSocket.all.length, 2);
  socket().hear(hello());
  assert.equal(link.state, "live");
});
