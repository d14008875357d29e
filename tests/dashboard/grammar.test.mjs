// The command line's grammar for units, without a page: run by tests/dashboard/test_grammar.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import "../frame_files.mjs";

const config = {
  language: "en", time_zone: "Asia/Shanghai", server_time: "2026-06-01T00:00:00Z", rights: ["dispatch.assign"], filters: ["q", "level"],
  steps: { dispatched: "Dispatch", on_hold: "Put on hold", fed_back: "Feed back" }, states: {},
  sections: { pending: ["received"], active: ["dispatched"], closed: ["closed"] },
  unit_groups: [{ id: "available", name: "Available", statuses: ["patrol"] }, { id: "on_scene", name: "On scene", statuses: ["on_scene"] }, { id: "off", name: "Off", statuses: ["off"] }],
  unit_statuses: { patrol: "On patrol", standby: "Standing by", busy: "Busy", out: "Out of service", off: "Off duty", en_route: "On the way", on_scene: "On scene", assigned: "Assigned" },
};
const texts = { "board-config": JSON.stringify(config), "board-words": "{}" };
globalThis.document = { getElementById: (id) => ({ textContent: texts[id] }) };

const base = "../../command_center/dashboard/static/dashboard/";
const { parse, completions } = await import(`${base}grammar.js`);
const { Store } = await import(`${base}store.js`);

const unit = (call_sign, status = "patrol") => ({ call_sign, status, version: 1, kind: "car", agency: { code: "990100000000", name: "North" } });
const incident = (number) => ({ number, state: "received", level: 1, version: 3 });
const assignment = (id, number, sign, more = {}) => ({ id, version: 1, incident: incident(number), unit: unit(sign), is_primary: true, ended_at: null, ...more });
const plans = { "26-0912": [{ code: "burglary-now", name: "Burglary", units: [], shortfalls: [] }] };

function seat() {
  const store = new Store();
  store.load({
    incidents: [incident("26-0912"), incident("26-0913")], alerts: [], counts: { raised: [], levels: {} }, targets: {}, as_of: 1, epoch: "e",
    units: [unit("P12"), unit("P14"), unit("P07", "on_scene"), unit("P99", "off")], assignments: [assignment(5, "26-0913", "P07")],
  });
  return { store, dispositions: [], plans: (number) => plans[number] ?? null };
}

const said = (line, context = seat()) => parse(line, context);

test("D sends the units named to the incident whose tail is given", () => {
  const asked = said("D 0912 P12 p14");
  assert.equal(asked.verb, "dispatch");
  assert.equal(asked.incident.number, "26-0912");
  assert.deepEqual(asked.units.map((row) => row.call_sign), ["P12", "P14"]);
  assert.deepEqual([asked.preempt, asked.engaged], [false, []]);
});

test("a unit named twice is sent once", () => {
  assert.equal(said("d 0912 P12 P12").units.length, 1);
});

test("an engaged unit gets the call as its next task, and with a reason leaves its own", () => {
  const next = said("D 0912 P07");
  assert.deepEqual([next.engaged.map((row) => row.call_sign), next.preempt], [["P07"], false]);
  const taken = said("D 0912 P07 : knife inside");
  assert.deepEqual([taken.preempt, taken.reason], [true, "knife inside"]);
});

test("an unknown call sign is refused with the nearest one", () => {
  assert.deepEqual([said("D 0912 P21").error !== undefined, said("D 0912 P21").suggestion], [true, "P12"]);
  assert.equal(said("D 0912 P1").suggestion, "P12");
});

test("nobody who is off is sent, and nobody at all is a question", () => {
  assert.match(said("D 0912 P99").error, /P99 is off/);
  assert.match(said("D 0912").error, /call sign/);
  assert.match(said("D 7777 P12").error, /No incident/);
});

test("AR reports the arrival of a unit on a call, and no other", () => {
  const asked = said("AR P07");
  assert.deepEqual([asked.row.id, asked.to], [5, "on_scene"]);
  assert.match(said("AR P12").error, /on no call/);
});

test("S takes a status by code, by name, or as the step of the call", () => {
  assert.equal(said("S P12 busy").status, "busy");
  assert.equal(said("S P12 stand").status, "standby");
  assert.equal(said("S P12 busy lunch at the hub").text, "lunch at the hub");
  assert.deepEqual([said("S P07 on_scene").to, said("S P07 on_scene").row.id], ["on_scene", 5]);
  assert.match(said("S P12 on_scene").error, /on no call/);
  assert.equal(said("S P12 bsuy").suggestion, "busy");
});

test("RC wants a reason", () => {
  assert.match(said("RC P07").error, /Why/);
  assert.equal(said("RC P07 nearer unit there").text, "nearer unit there");
});

test("P takes the best plan, the one named, or says that none fits", () => {
  assert.equal(said("P 0912").plan.code, "burglary-now");
  assert.equal(said("P 0912 burg").plan.code, "burglary-now");
  assert.equal(said("P 0912 riot").suggestion, "burglary-now");
  assert.equal(said("P 0913").isAsking, true);
});

test("O separates whom from what by a colon", () => {
  const asked = said("O P12 990100000000 : come : now");
  assert.deepEqual([asked.units, asked.agencies, asked.text], [["P12"], ["990100000000"], "come : now"]);
  assert.match(said("O").error, /whom/);
  assert.match(said("O XX : hm").error, /XX/);
});

test("the steps of a unit are not taken without one", () => {
  assert.equal(said("ST 0912 dispatched").suggestion, "D 0912 ");
  assert.equal(said("ST 0912 on_hold").to, "on_hold");
});

test("Tab offers free units to send, engaged ones to recall, and no bare unit step", () => {
  const context = seat();
  assert.deepEqual(completions("D 0912 P", context), ["P12", "P14"]);
  assert.deepEqual(completions("D 0912 P12 P", context), ["P14"]);
  assert.deepEqual(completions("RC P", context), ["P07"]);
  assert.deepEqual(completions("D 091", context), ["26-0912", "26-0913"]);
  assert.deepEqual(completions("P 0912 b", context), ["burglary-now"]);
  assert.ok(!completions("ST 0912 d", context).includes("dispatched"));
});

test("facts move units and assignments once, by version", () => {
  const { store } = seat();
  const fact = (kind, type, payload) => ({ seq: 9, kind, subject_type: type, subject_id: "x", payload });
  assert.equal(store.apply([fact("patrol.unit_status_changed", "unit", { ...unit("P12", "on_scene"), version: 2 })]).length, 1);
  assert.equal(store.forces.units.get("P12").status, "on_scene");
  assert.equal(store.apply([fact("patrol.unit_status_changed", "unit", unit("P12"))]).length, 0);
  const heard = [];
  store.addEventListener("touch", ({ detail }) => heard.push(detail.number));
  store.apply([fact("dispatch.assignment_fed_back", "assignment", assignment(5, "26-0913", "P07", { version: 2, ended_at: "2026-06-01T01:00:00Z" }))]);
  assert.deepEqual([heard, store.forces.assignments.size], [["26-0913"], 0]);
});

test("a frame of the fleet moves who is known and ages a fix by its own clock", () => {
  const { store } = seat();
  const moved = [];
  store.forces.addEventListener("moved", ({ detail }) => moved.push(...detail.signs));
  store.forces.moved({ at: "2026-06-01T00:00:10Z", units: [["P12", 125.1, 42.9, 4, 90, 30, false], ["X1", 1, 1, 0, null, null, false]] });
  assert.deepEqual(moved, ["P12"]);
  assert.equal(store.forces.units.get("P12").fix.at, Date.parse("2026-06-01T00:00:06Z"));
});

test("whoever lost the say may not send", () => {
  const { store } = seat();
  assert.equal(store.forces.maySend, true);
  store.forces.load({ units: [], mode: { mode: "major", held_by: { code: "99", name: "City" }, since: "x", is_taken: true } });
  assert.equal(store.forces.maySend, false);
});
