// A switch of duty levels as it runs: one clock, one lane a post, who needs a hand, who is ready.

import { byId, el, flag, say, swap } from "../frame/dom.js";
import { actsOf } from "./acts.js";
import { everySecond, measure, now, start } from "./clock.js";
import { Follower } from "./follow.js";
import { Ground } from "./ground.js";
import { Head } from "./head.js";
import { dayOf, get, hms, page, t } from "./page.js";
import { readState } from "./reading.js";
import { Rows } from "./rows.js";
import { Side } from "./side.js";
import { groups, signOf, spanOf } from "./switches.js";

const LETTERS = { ready: ["rdy", "✓"], going: ["", "…"], short: ["warn", t("S")], late: ["bad", "!"] };
const WORDS = { ready: "Ready", going: "Switching", short: "Short", late: "Late or not signed" };

let order = null;
let rows = [];
let feed = [];
let selected = null;
let isChosen = false; // by hand; until then the first that needs a hand is

const head = new Head();
const table = new Rows(byId("posts"), { held: byId("held"), onselect: choose });
const side = new Side({ onselect: choose, after: () => follower.look() });
const ground = new Ground(byId("ground"), { get, urls: { divisions: page.urls.divisions, cells: page.urls.cells }, onpick: choose });

const follower = new Follower({
  concerns: ({ payload, subject_id: subject }) => payload?.order === page.number || payload?.number === page.number || subject === page.number,
  load, tell: freshness,
});

async function load() {
  const asked = Date.now();
  const state = await get(page.urls.state, { timeout: 15_000 });
  measure(state.at, asked);
  ({ order, rows, feed } = readState(state));
  byId("loading").hidden = true;
  byId("posts").hidden = rows.length === 0;
  byId("none").hidden = rows.length > 0;
  table.load(order, rows, page.line_order);
  table.arrange(now());
  if (!order.is_running) await head.report(get);
  side.feed(feed);
  paint(now());
}

function choose(code) {
  selected = code;
  isChosen = true;
  paint(now());
  table.table.querySelector(`tr[data-code="${CSS.escape(code)}"]`)?.scrollIntoView({ block: "nearest" });
}

function paint(at) {
  if (!order) return;
  const wanted = groups(rows, at, page.line_order);
  if (!isChosen || !rows.some((row) => row.code === selected)) selected = wanted.find((group) => group.section === "act")?.rows[0]?.code ?? null;
  table.selected = selected;
  table.arrange(at);
  table.paint(at, spanOf(order, rows, at));
  head.paint(order, rows, at);
  side.todo(order, rows, selected, at);
  side.forecast(order, rows, at);
  ground.show(rows, { selected, sign: (row) => sign(row, at) });
  legend(at);
}

function sign(row, at) {
  const which = signOf(row, at);
  const [cls, letter] = LETTERS[which];
  return { cls, letter, words: `${row.name} ${t(WORDS[which])}` };
}

let counted = "";
function legend(at) {
  const of = (which) => rows.filter((row) => signOf(row, at) === which).length;
  const key = Object.keys(LETTERS).map(of).join();
  if (key === counted) return;
  counted = key;
  swap(byId("key"), Object.entries(LETTERS).map(([which, [cls, letter]]) => el("span", {}, el("i", { class: cls, text: letter, "aria-hidden": "true" }), `${t(WORDS[which])} ${of(which)}`)), el("span", { class: "push t3", text: t("outlines are schematic") }));
  byId("ground").setAttribute("aria-label", t("Posts on the map: ready %(ready)s, switching %(going)s, short %(short)s, late or not signed %(late)s. The table says the same.", Object.fromEntries(Object.keys(LETTERS).map((which) => [which, of(which)]))));
}

// How old what is shown is; past thirty seconds without a word from the server it says so in stripes.
function freshness({ link, age, stale, failed }) {
  const words = { live: t("Live"), late: t("Delayed"), lost: t("Lost"), connecting: t("Connecting") };
  byId("link").dataset.state = stale ? "lost" : link;
  flag(byId("link"), "lost", stale);
  say(byId("link-word"), words[link] ?? words.late);
  say(byId("link-age"), age === null ? "" : t("%(n)s s ago", { n: Math.round(age / 1000) }));
  byId("stale").hidden = !stale;
  if (stale) say(byId("stale"), t("Data is stale: no word from the server for %(n)s s. The clock goes on; the rows are of %(time)s.", { n: Math.round(age / 1000), time: hms(now() - age) }));
  flag(document.body, "is-stale", stale);
  if (failed && !order) {
    byId("loading").hidden = true;
    byId("failed").hidden = false;
    say(byId("failed-why"), failed.message);
  } else byId("failed").hidden = true;
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  const row = rows.find((one) => one.code === selected);
  const act = row && actsOf(row, order).find((one) => one.key === "C");
  if (act) { event.preventDefault(); act.go(() => follower.look()); }
});

everySecond((at) => {
  say(byId("clock-time"), hms(at));
  say(byId("clock-day"), dayOf(at));
  follower.tick(at);
  paint(at);
});
byId("retry").addEventListener("click", () => follower.look());
follower.start();
start();
ground.lay().then((isThere) => { byId("no-ground").hidden = isThere; ground.redraw(); paint(now()); });
