// What the phone works out by itself, without a line.

import assert from "node:assert/strict";
import { test } from "node:test";

import { proposal } from "../../../mediation/phone/static/ground/grade.js";
import { cellAt } from "../../../mediation/phone/static/ground/place.js";

const LIST = {
  red_from: 60, orange_from: 35, yellow_from: 15,
  items: [{ code: "weapon", weight: 40, floor: "orange" }, { code: "threat", weight: 30, floor: "" }, { code: "money", weight: 5, floor: "" }, { code: "home", weight: 10, floor: "red" }],
};
const square = (west, south) => [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]];

test("the grade follows from the sum", () => {
  assert.deepEqual(proposal(LIST, []), { score: 0, grade: "blue" });
  assert.deepEqual(proposal(LIST, ["money"]), { score: 5, grade: "blue" });
  assert.deepEqual(proposal(LIST, ["threat"]), { score: 30, grade: "yellow" });
  assert.deepEqual(proposal(LIST, ["threat", "weapon"]), { score: 70, grade: "red" });
});

test("a floor raises it, whatever the sum", () => {
  assert.deepEqual(proposal(LIST, ["home"]), { score: 10, grade: "red" });
});

test("a position names its cell, with a hole and outside all", () => {
  const cells = [{ code: "A", rings: [square(0, 0)] }, { code: "B", rings: [square(1, 0), [[1.4, 0.4], [1.6, 0.4], [1.6, 0.6], [1.4, 0.6], [1.4, 0.4]]] }];
  assert.equal(cellAt(cells, { lng: 0.5, lat: 0.5 }).code, "A");
  assert.equal(cellAt(cells, { lng: 1.2, lat: 0.5 }).code, "B");
  assert.equal(cellAt(cells, { lng: 1.5, lat: 0.5 }), undefined);
  assert.equal(cellAt(cells, { lng: 9, lat: 9 }), undefined);
});
