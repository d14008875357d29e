// What the wall makes of a switch, without a page: run by tests/checkpoints/board/test_scripts.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import { forecast, groups, hasReported, isLate, overBy, place, sectionOf, signOf, spanOf } from "../../../checkpoints/board/static/gateboard/switches.js";

const START = Date.parse("2026-09-30T18:00:00+08:00");
const at = (text) => { const [minutes, seconds] = text.split(":").map(Number); return START + (minutes * 60 + seconds) * 1000; };
const iso = (text) => (text ? new Date(at(text)).toISOString() : null);
const order = { issued_at: iso("0:00"), is_running: true, sign_limit_s: 300, ready_limit_s: 1800 };
let n = 0;

function row({ signed, ready, eta, ...more } = {}) {
  n += 1;
  return {
    code: `CP${String(n).padStart(3, "0")}`, name: `Post ${n}`, line: "ring", stage: ready ? "ready" : signed ? "signed" : "delivered",
    issued_at: order.issued_at, sign_limit_s: 300, ready_limit_s: 1800, signed_at: iso(signed), ready_at: iso(ready), eta: iso(eta), is_short: false, ...more,
  };
}

test("30:00 is on time and 30:01 is late, whatever the fraction of a second", () => {
  const post = row({ signed: "1:00" });
  assert.equal(isLate(post, at("30:00") + 999), false);
  assert.equal(isLate(post, at("30:01")), true);
  assert.equal(isLate(row({ signed: "1:00", ready: "30:00" }), at("40:00")), false);
  assert.equal(isLate(row({ signed: "1:00", ready: "30:01" }), at("40:00")), true);
});

test("silence needs a hand from five minutes and one second on, and says by how much", () => {
  const silent = row();
  assert.deepEqual([sectionOf(silent, at("5:00")), overBy(silent, at("5:00"))], ["switching", null]);
  assert.deepEqual([sectionOf(silent, at("5:01")), overBy(silent, at("5:01"))], ["act", 1]);
  assert.deepEqual([signOf(silent, at("18:42")), overBy(silent, at("18:42"))], ["late", 822]);
});

test("a signature that came late needs no hand any more; a short report does until it is ready", () => {
  assert.equal(sectionOf(row({ signed: "7:00" }), at("8:00")), "switching");
  const short = row({ signed: "1:36", is_short: true });
  assert.deepEqual([sectionOf(short, at("8:00")), signOf(short, at("8:00"))], ["act", "short"]);
  assert.deepEqual([sectionOf({ ...short, stage: "ready", ready_at: iso("9:00") }, at("9:00")), overBy(short, at("9:00"))], ["ready", null]);
});

test("what needs a hand stands first, the longest over before the others", () => {
  const rows = [row({ signed: "0:20", ready: "9:20" }), row({ signed: "1:00" }), row(), row({ signed: "1:00", is_short: true })];
  const found = groups(rows, at("18:42"), ["city", "ring", "provincial"]);
  assert.deepEqual(found.map((group) => [group.section, group.rows.map((one) => rows.indexOf(one))]), [["act", [2, 3]], ["switching", [1]], ["ready", [0]]]);
});

test("many posts are parted by line as well, from the city outwards", () => {
  const rows = [...Array(13)].map(() => row({ line: "provincial" })).concat([...Array(12)].map(() => row({ line: "city" })));
  assert.deepEqual(groups(rows, at("1:00"), ["city", "ring", "provincial"]).map((group) => [group.key, group.rows.length]), [["switching:city", 12], ["switching:provincial", 13]]);
});

test("the forecast counts those that named a time, and names those that did not", () => {
  const silent = row(), rows = [row({ signed: "0:20", ready: "9:20" }), row({ signed: "1:00", eta: "26:00" }), row({ signed: "1:00", eta: "21:00" }), silent];
  const found = forecast(rows, at("18:42"));
  assert.deepEqual([found.at, found.ready, found.all, found.sparesS, found.silent], [at("26:00"), 3, 4, 240, [silent]]);
  assert.equal(forecast([silent], at("18:42")), null);
  assert.equal(forecast([row({ signed: "1:00", eta: "10:00" })], at("18:42")), null, "a time that is past says nothing");
});

test("the lane ends at the limit, and grows by five minutes while somebody is over it", () => {
  const rows = [row({ signed: "1:00" })];
  assert.equal(spanOf(order, rows, at("29:59")), 1800);
  assert.equal(spanOf(order, rows, at("31:00")), 2100);
  assert.equal(spanOf({ ...order, is_running: false }, rows, at("90:00")), 1800);
  assert.equal(place(rows[0], at("15:00"), 1800), 50);
});

test("a post that has said something has reported, ready or not; silence has not", () => {
  const silent = { present: null, required: 4 };
  const of = (people, equipment = silent) => row({ signed: "1:00", people, equipment, vehicles: silent });
  assert.equal(hasReported(of(silent)), false);
  assert.equal(hasReported(of({ present: 14, required: 14 })), true);
  assert.equal(hasReported(of(silent, { present: 0, required: 8 })), true);
});
