// The board: a row a checkpoint, told what changed; what is wrong is said in words beside it.

import { byId, el, flag, say, swap } from "../frame/dom.js";
import { everySecond, measure, now, start } from "./clock.js";
import { Follower } from "./follow.js";
import { GateMap } from "./gatemap.js";
import { get, hm, nameOf, page, stamp, t, urlOf } from "./page.js";

const CONCERNS = /^(checkpoints|lookout)\./;
const URGENT = new Set(["switch_late", "unsigned", "hits"]);
const AFTER_MS = 400; // facts of one act are one look

const table = byId("gates");
const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent); // said beside each figure on a phone
const made = new Map();
let rows = [];
let isHeld = false;
let shownOrder = "";
let soon = null;

export const signOf = (row) => {
  if (row.anomalies.some(({ code }) => URGENT.has(code))) return "late";
  if (row.anomalies.length) return "short";
  return row.switch ? "going" : "ready";
};
export const SIGNS = { ready: ["rdy", "✓", "In order"], going: ["", "…", "Switching"], short: ["warn", "!", "Something wrong"], late: ["bad", "!!", "Late, or a hit to confirm"] };

const map = new GateMap(byId("map"), { onpick: pick, signOf, signs: SIGNS });
const follower = new Follower({ concerns: ({ kind }) => CONCERNS.test(kind), load: later, tell: freshness, calmMs: 30_000, lostMs: 8_000 });

// Many facts of one switch are one look, not one each.
function later() {
  soon ??= new Promise((done) => setTimeout(done, AFTER_MS)).then(load).finally(() => { soon = null; });
  return soon;
}

async function load() {
  const asked = Date.now();
  const told = await get(page.urls.board + location.search, { timeout: 15_000 });
  measure(told.server_time, asked);
  rows = told.rows;
  byId("loading").hidden = true;
  table.hidden = rows.length === 0;
  byId("none").hidden = rows.length > 0;
  say(byId("count"), t("%(n)s working, %(wrong)s with something wrong", { n: told.totals.checkpoints, wrong: told.totals.wrong }));
  totals(told.totals);
  for (const row of rows) tell(row);
  arrange();
  map.show(rows);
  legend();
}

function totals(sums) {
  const levels = Object.entries(sums.levels).map(([code, n]) => `${nameOf("levels", code)} ${n}`).join(" · ") || "—";
  const pairs = [[t("Staffed of required"), `${sums.staffed} / ${sums.required}`], [t("People today"), sums.people], [t("Vehicles today"), sums.vehicles], [t("Results today"), sums.results], [t("Switching"), sums.switching], [t("Something wrong"), sums.wrong]];
  const key = JSON.stringify([pairs, levels]);
  const node = byId("totals");
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  swap(node, pairs.map(([name, n]) => el("div", {}, el("dt", { text: name }), el("dd", { text: String(n) }))), el("div", {}, el("dt", { text: t("Duty levels") }), el("dd", { class: "levels", text: levels })));
}

function tell(row) {
  const key = JSON.stringify(row);
  const old = made.get(row.code);
  if (old?.key === key) return;
  const cells = cellsOf(row);
  if (!old) made.set(row.code, { key, node: el("tr", { data: { code: row.code } }, cells) });
  else { old.key = key; if (old.node.contains(document.activeElement)) old.node.querySelector("td:last-child").replaceWith(cells.at(-1)); else swap(old.node, cells); }
}

function cellsOf(row) {
  const lanes = row.lanes, unknown = lanes.open_in === null;
  const queue = Math.max(lanes.queue_in_m ?? 0, lanes.queue_out_m ?? 0);
  return [
    el("th", { scope: "row" }, page.urls.checkpoint ? el("a", { href: urlOf("checkpoint", row.code), text: row.name }) : el("b", { text: row.name }), el("small", { text: `${nameOf("grades", row.grade)} · ${nameOf("lines", row.line)} · ${row.agency.name}` })),
    el("td", { data: { label: heads[1] } }, nameOf("levels", row.level), row.switch && el("small", {}, page.urls.wall ? el("a", { href: urlOf("wall", row.switch.order), text: `→ ${nameOf("levels", row.switch.to_level)}` }) : "", row.switch.is_drill ? ` ${t("drill")}` : "")),
    el("td", { class: `num${row.staffed < row.required ? " warn" : ""}`, data: { label: heads[2] } }, String(row.staffed), el("small", { text: `/${row.required}` })),
    el("td", { data: { label: heads[3] } }, row.shift ? `${hm(row.shift.from)}–${hm(row.shift.to)}` : "—", !row.shift && el("small", { text: t("nobody rostered") })),
    el("td", { class: "num", data: { label: heads[4] } }, row.last_hour ? String(row.last_hour_sum) : "—", row.last_hour && el("small", { text: hm(row.last_hour) })),
    el("td", { class: "num", data: { label: heads[5] } }, String(row.people + row.vehicles), el("small", { text: t("%(n)s results", { n: row.results }) })),
    el("td", { data: { label: heads[6] } }, row.last_count_at ? stamp(row.last_count_at, now()) : "—", row.overdue_hours > 0 && el("small", { class: "warn", text: t("hours missing: %(n)s", { n: row.overdue_hours }) })),
    el("td", { data: { label: heads[7] } }, unknown ? "—" : `${lanes.open_in}/${lanes.in} · ${lanes.open_out}/${lanes.out}`, !unknown && el("small", { text: queue ? t("queue %(n)s m", { n: queue }) : t("no queue") })),
    el("td", { class: "wrong", data: { label: heads[8] } }, row.anomalies.length ? el("ul", {}, row.anomalies.map(({ code, text }) => el("li", { class: URGENT.has(code) ? "bad" : "warn", text }))) : el("span", { class: "t3", text: t("nothing") })),
  ];
}

// Rows keep their places while somebody points at the table; new and gone ones wait.
function arrange() {
  const order = rows.map((row) => row.code).join();
  if (order === shownOrder) return;
  if (isHeld && shownOrder) {
    byId("held").hidden = false;
    say(byId("held"), t("The list has changed: show it"));
    return;
  }
  byId("held").hidden = true;
  shownOrder = order;
  const lines = page.line_order.filter((line) => rows.some((row) => row.line === line));
  for (const body of table.querySelectorAll("tbody")) body.remove();
  table.append(...lines.map((line) => {
    const own = rows.filter((row) => row.line === line);
    return el("tbody", { class: "line" }, el("tr", {}, el("th", { colspan: 9, scope: "rowgroup", text: `${nameOf("lines", line)} ${own.length}` })), own.map((row) => made.get(row.code).node));
  }));
}

function pick(code) {
  for (const row of table.querySelectorAll("tr[data-code]")) flag(row, "on", row.dataset.code === code);
  table.querySelector(`tr[data-code="${CSS.escape(code)}"]`)?.scrollIntoView({ block: "nearest" });
}

function legend() {
  swap(byId("key"), Object.entries(SIGNS).map(([which, [cls, letter, words]]) => el("span", {}, el("i", { class: cls, text: letter, "aria-hidden": "true" }), `${t(words)} ${rows.filter((row) => signOf(row) === which).length}`)));
}

function freshness({ link, age, stale, failed }) {
  say(byId("link-word"), { live: t("Live"), late: t("Delayed"), lost: t("Lost"), connecting: t("Connecting") }[link]);
  say(byId("link-age"), age === null ? "" : t("%(n)s s ago", { n: Math.round(age / 1000) }));
  flag(byId("link"), "lost", stale);
  byId("stale").hidden = !stale;
  if (stale) say(byId("stale"), t("Data is stale: no word from the server for %(n)s s.", { n: Math.round(age / 1000) }));
  const isEmpty = failed && !rows.length;
  byId("failed").hidden = !isEmpty;
  if (isEmpty) { byId("loading").hidden = true; say(byId("failed-why"), failed.message); }
}

const hand = (on) => () => { isHeld = on; if (!on) arrange(); };
table.addEventListener("pointerenter", hand(true));
table.addEventListener("pointerleave", hand(false));
byId("held").addEventListener("click", () => { isHeld = false; arrange(); });
byId("retry").addEventListener("click", () => follower.look());
everySecond((at) => follower.tick(at));
follower.start();
start();
