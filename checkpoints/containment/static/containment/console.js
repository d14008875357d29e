// The containment console: posts in the order in which the vehicle could come to them, to the second.

import { el } from "../frame/dom.js";
import { LiveLink } from "../frame/live.js";
import { ConsoleMap } from "./console_map.js";

const LOST_MS = 5000; // without a live link it looks by itself so often
const CALM_MS = 30_000; // with one, only in case
const SOON_S = 180;
const data = JSON.parse(document.getElementById("console-data").textContent);
const { words, url } = data;
const byId = (id) => document.getElementById(id);
const follow = byId("console-follow").dataset;
const map = new ConsoleMap(byId("console-map"), words);
let state = data.state;
let ahead = new Date(state.server_time) - Date.now(); // server minus browser, ms
let read = Date.now();
let asking = null;
let askedAt = Date.now();
let again = false; // something happened while it was looking

const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
const clock = (moment) => (moment ? new Date(moment).toLocaleTimeString("zh-CN", { hour12: false }) : "—");

function span(seconds) {
  const whole = Math.abs(Math.trunc(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = [Math.floor((whole % 3600) / 60), whole % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `${seconds < 0 ? "−" : ""}${hours ? `${hours}:` : ""}${rest}`;
}

function countdown(post) {
  const left = state.containment.lifted_at ? post.countdown_s : (new Date(post.arrives_at) - Date.now() - ahead) / 1000;
  const look = left <= 0 ? "cd gone" : left <= SOON_S ? "cd soon" : "cd";
  return [left, look];
}

function names() {
  return Object.fromEntries(state.posts.map((post) => [post.crossing, post.name]));
}

function row(post, known) {
  const [left, look] = countdown(post);
  const order = post.order;
  const step = order ? words[order.step] : words.none;
  const late = order && (order.sign_overdue_at || order.man_overdue_at) && !order.manned_at;
  const under = post.next_outer ? fill(words.next, { name: known[post.next_outer] }) : `${words[post.by]} · ${clock(post.arrives_at)}`;
  const place = [fill(words.ring, { rank: post.ring }), post.road !== post.name && post.road, post.agency?.name].filter(Boolean).join(" · ");
  return el("tr", { class: post.standing },
    el("td", {}, el("b", { text: post.name }), el("small", { text: place })),
    el("td", { class: "num" }, el("span", { class: look, text: span(left), data: { at: post.arrives_at } })),
    el("td", {}, words[post.standing], el("small", { text: under })),
    el("td", {}, el("span", { class: `k ${post.cover}`, text: { closed: "✓", coming: "…", gap: "!", later: "·" }[post.cover], "aria-hidden": true }), ` ${step} `, late ? el("span", { class: "tag bad", text: `! ${words.late}` }) : null, order?.sighted_at ? el("span", { class: "tag bad", text: `! ${words.seen}` }) : null, el("small", { text: post.why || (order?.manned_at ? clock(order.manned_at) : "") })),
    el("td", { class: "num" }, order?.officers != null ? fill(words.people, { a: order.officers, b: order.vehicles }) : "—", order ? el("small", { text: fill(words.asked, { n: order.officers_asked }) }) : null));
}

function posts() {
  const known = names();
  const rows = ["passed", "ahead", "held"].flatMap((standing) => {
    const group = state.posts.filter((post) => post.standing === standing);
    if (!group.length) return [];
    const head = el("tr", { class: "grp" }, el("th", { colspan: 5, scope: "rowgroup", text: `${words[`group_${standing}`]} ${group.length}` }));
    return [head, ...group.map((post) => row(post, known))];
  });
  const empty = el("tr", {}, el("td", { colspan: 5, class: "t3", text: words.empty }));
  byId("posts").replaceChildren(...(rows.length ? rows : [empty]));
  const ways = [...new Set(state.posts.map((post) => words[post.by]))].join(" / ");
  byId("how").textContent = state.tried.is_kept ? ways : `${ways} · ${words.tried}`;
}

function gaps() {
  const reasons = Object.fromEntries(state.posts.map((post) => [post.crossing, post.why]));
  const known = names();
  byId("gaps").replaceChildren(...state.rings.map((ring) => {
    const said = !ring.is_active ? words.waiting : ring.is_closed ? `✓ ${words.closed} ${clock(ring.closed_at)}` : fill(words.gap_count, { n: ring.gaps.length });
    const head = el("h3", { class: "row" }, `${fill(words.ring, { rank: ring.rank })} ${ring.name}`, el("span", { class: "t2", text: said }));
    const open = ring.gaps.map((key) => el("li", {}, el("i", { class: "k gap", text: "!", "aria-hidden": true }), el("b", { text: known[key] }), el("span", { class: "t2", text: reasons[key] })));
    return el("div", { class: "gaps" }, head, open.length ? el("ol", {}, open) : null);
  }));
}

function entries(id, rows, told) {
  const empty = el("li", { class: "t3", text: words.nothing });
  byId(id).replaceChildren(...(rows.length ? rows.map((one) => el("li", {}, el("time", { text: clock(one.at) }), el("div", { text: told(one) }))) : [empty]));
}

function show() {
  for (const [name, count] of Object.entries(state.totals)) {
    const node = byId(`n-${name}`);
    if (node) node.textContent = count;
  }
  posts();
  gaps();
  entries("log", state.log, (one) => [one.said, one.reason, one.by].filter(Boolean).join(" · "));
  entries("reports", state.reports, (one) => [one.post, one.said, one.text, one.hit].filter(Boolean).join(" · "));
  map.draw(state);
  tick();
}

function tick() {
  const now = state.containment.lifted_at ? new Date(state.containment.lifted_at) : new Date(Date.now() + ahead);
  byId("elapsed").textContent = span((now - new Date(state.containment.seen_at)) / 1000);
  byId("reach").textContent = `${(state.reach_m / 1000).toFixed(1)} km`;
  const age = Math.round((Date.now() - read) / 1000);
  byId("age").textContent = `${words[`link_${link}`]} · ${fill(words.ago, { n: age })}`;
  if (state.containment.lifted_at) return;
  for (const node of document.querySelectorAll(".cd")) {
    const left = (new Date(node.dataset.at) - Date.now() - ahead) / 1000;
    node.textContent = span(left);
    node.className = left <= 0 ? "cd gone" : left <= SOON_S ? "cd soon" : "cd";
  }
}

async function load() {
  if (asking) {
    again = true;
    return asking;
  }
  askedAt = Date.now();
  const query = new URLSearchParams();
  const speed = Number(byId("try-speed").value);
  const detour = Number(byId("try-detour").value);
  if (speed >= 1 && speed <= 250 && Math.abs(speed - state.containment.speed_kmh) >= 0.5) query.set("speed_kmh", speed);
  if (detour >= 1 && detour <= 5 && detour !== state.containment.detour) query.set("detour", detour);
  asking = fetch(`${url}?${query}`, { headers: { Accept: "application/json" } });
  try {
    const answer = await asking;
    if (!answer.ok) throw new Error(String(answer.status));
    state = await answer.json();
    ahead = new Date(state.server_time) - Date.now();
    read = Date.now();
    byId("late-note").hidden = true;
    show();
  } catch {
    byId("late-note").textContent = words.lost;
    byId("late-note").hidden = false;
  } finally {
    asking = null;
  }
  if (!again) return undefined;
  again = false;
  return load();
}

byId("try").addEventListener("input", load);
byId("try").addEventListener("submit", (event) => event.preventDefault());
// Facts come by the live link; each that concerns this containment is a reason to look again.
const concerns = (fact) => fact.kind.startsWith("containment.") && [fact.subject_id, fact.payload?.number, fact.payload?.containment].includes(state.containment.number);
let link = "late";

function listen() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const live = new LiveLink({ socketUrl: `${scheme}://${location.host}/ws/events/?v=1`, eventsUrl: "", storage: null });
  live.addEventListener("batch", ({ detail }) => { if (detail.facts.some(concerns)) load(); });
  live.addEventListener("link", ({ detail }) => { if (detail.state === "live" && link !== "live") load(); link = detail.state; });
  live.addEventListener("ended", () => { link = "lost"; });
  live.addEventListener("reset", async () => { await load(); live.resume(state.cursor); });
  live.start(state.cursor);
}

if (follow.follow) listen();
map.ground(follow.cells);
show();
setInterval(tick, 1000);
setInterval(() => { if (Date.now() - askedAt >= (link === "live" ? CALM_MS : LOST_MS)) load(); }, 1000);
