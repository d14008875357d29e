// What is done and what waits on the phone, put together: run by tests/dispatch/phone/test_steps.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isOver, isUnsigned, pointsNow, stageOf, stepPath, unsignedOrders, vanished } from "../../../command_center/dispatch/phone/static/phone/steps.js";

const step = (id, to) => ({ path: stepPath(id), body: { to } });
const visit = (point, round = 7) => ({ path: `/api/v1/rounds/${round}/visits/`, body: { point } });
const skip = (point, stop) => ({ path: "/api/v1/rounds/7/skip/", body: { point, stop } });
const at = (stop, point, state = "pending") => ({ stop, point, state });
const states = (round, waiting) => pointsNow(round, waiting).map((point) => point.state);

test("the last step that waits is the stage shown", () => {
  const task = { id: 3, stage: "delivered" };
  assert.equal(stageOf(task, []), "delivered");
  assert.equal(stageOf(task, [step(3, "signed"), step(3, "departed"), step(4, "handled")]), "departed");
});

test("a task is over when it is reported back, given back or taken back", () => {
  for (const stage of ["fed_back", "returned", "recalled", "preempted"]) assert.ok(isOver(stage));
  assert.ok(!isOver("handled"));
  assert.ok(isUnsigned("delivered") && !isUnsigned("signed"));
});

test("a task that is no longer listed is asked after", () => {
  assert.deepEqual(vanished([{ id: 1 }, { id: 2 }], [{ id: 2 }, { id: 3 }]), [1]);
});

test("a visit that waits counts for the first open point of its number, once each", () => {
  const round = { id: 7, points: [at(1, 10, "visited"), at(2, 11), at(3, 10), at(4, 10)] };
  assert.deepEqual(states(round, [visit(10)]), ["visited", "pending", "visited", "pending"]);
  assert.deepEqual(states(round, [visit(10), visit(10), visit(10)]), ["visited", "pending", "visited", "visited"]);
});

test("a skip that waits leaves out the very point; those of other rounds count nothing", () => {
  const round = { id: 7, points: [at(1, 10), at(2, 10)] };
  assert.deepEqual(states(round, [skip(10, 2), visit(10, 8)]), ["pending", "skipped"]);
});

test("what the server knows is not changed by looking", () => {
  const round = { id: 7, points: [at(1, 10)] };
  pointsNow(round, [visit(10)]);
  assert.equal(round.points[0].state, "pending");
});

const order = (number, state, { seen = 0, additions = 0 } = {}) => ({ order: { number, additions: Array(additions).fill({}) }, receipt: { state, seen_supplements: seen } });
const numbers = (rows, waiting = []) => unsignedOrders(rows, waiting).map((row) => row.order.number);

test("an order stands on top until it is signed for, here or there", () => {
  const rows = [order("L26-0001", "issued"), order("L26-0002", "signed"), order("L26-0003", "done")];
  assert.deepEqual(numbers(rows), ["L26-0001"]);
  assert.deepEqual(numbers(rows, [{ path: "/api/v1/orders/L26-0001/sign/", body: {} }]), []);
});

test("an addition brings it up again until it is read", () => {
  const rows = [order("L26-0001", "signed", { seen: 0, additions: 1 }), order("L26-0002", "signed", { seen: 1, additions: 1 })];
  assert.deepEqual(numbers(rows), ["L26-0001"]);
  assert.deepEqual(numbers(rows, [{ path: "/api/v1/orders/L26-0001/read/", body: {} }]), []);
});
