// Cards of what is ordered: the running switch with its report, containment posts, notices to know.

import { el, say } from "../frame/dom.js";
import { now } from "./clock.js";
import { hm, length, page, stamp, t, urlOf } from "./page.js";
import { sign, signPath } from "./post_forced.js";

const IN_MIN = [10, 20, 30, 45, 60];

const waits = (pending, path) => pending.some((entry) => entry.path === path);
export const unsigned = (switches, pending) => switches.filter(({ switch: row }) => !row.signed_at && row.stage !== "cancelled" && !waits(pending, signPath(row)));

export function ordersView({ state, pending, act }) {
  const cards = [
    ...state.switches.map((one) => switchCard(one, pending, act)),
    ...state.posts.map((post) => postCard(post, pending, act)),
    ...state.notices.map((notice) => noticeCard(notice, pending, act)),
  ];
  const places = page.places.map((place) => placeCard(place, state.today[place.code]));
  if (cards.length) return [...cards, ...places];
  return [el("div", { class: "state" }, el("b", { text: t("No order is open") }), el("span", { text: t("A new one appears here by itself, rings, and waits for your signature.") })), ...places];
}

// The clock of each open switch goes on without drawing its card anew.
export function tickOrders(at) {
  for (const node of document.querySelectorAll("[data-ends]")) {
    const left = Math.floor((Date.parse(node.dataset.ends) - at) / 1000);
    node.classList.toggle("bad", left < 0);
    say(node, left >= 0 ? t("%(left)s left", { left: length(left) }) : t("! %(over)s over", { over: length(-left) }));
  }
}

function switchCard(one, pending, act) {
  const { order, switch: row } = one;
  const isSigned = row.signed_at || waits(pending, signPath(row));
  const isDone = row.stage === "ready";
  return el("article", { class: `card task${isSigned || isDone ? "" : " open"}` },
    el("header", { class: "task-head" }, order.is_drill && el("span", { class: "drill-tag", text: t("DRILL") }), el("h2", { text: t("Switch to %(level)s", { level: page.levels[order.to_level] ?? order.to_level }) }), el("span", { class: "push t3 nb", text: order.number })),
    el("p", { class: "t2", text: `${row.checkpoint.name} · ${order.reason}` }),
    isDone ? el("p", { text: `✓ ${t("Ready since %(time)s", { time: hm(row.ready_at) })}` }) : el("p", { class: "clock-big", data: { ends: row.due_at } }),
    !isSigned && !isDone && el("button", { type: "button", class: "btn fill thumb", text: t("Sign for it"), on: { click: () => sign(one, act) } }),
    isSigned && !isDone && reportForm(one, pending, act));
}

function field(name, label, { present, required }, id) {
  return el("div", { class: "field" },
    el("label", { for: id, text: t("%(what)s (of %(n)s)", { what: label, n: required }) }),
    el("input", { class: "input", type: "number", inputmode: "numeric", min: 0, max: 9999, id, name, value: present ?? undefined, data: { required } }));
}

function reportForm({ order, switch: row }, pending, act) {
  const path = urlOf("report", row.id);
  const isWaiting = waits(pending, path);
  const id = (name) => `s${row.id}-${name}`;
  const form = el("form", { class: "gap" },
    el("div", { class: "figures2" },
      field("officers", t("Officers"), row.officers, id("officers")), field("auxiliaries", t("Auxiliaries"), row.auxiliaries, id("auxiliaries")), field("vehicles", t("Vehicles"), row.vehicles, id("vehicles")),
      el("div", { class: "field" }, el("label", { for: id("eta"), text: t("What is missing comes in") }), el("select", { class: "input", id: id("eta"), name: "eta" }, el("option", { value: "", text: "—" }), IN_MIN.map((n) => el("option", { value: n, text: t("%(n)s min", { n }) }))))),
    el("details", { class: "fold" }, el("summary", { text: t("Equipment, %(n)s kinds", { n: row.equipment.items.length }) }), el("div", { class: "figures2" }, row.equipment.items.map((item) => field(`equipment:${item.code}`, item.name, item, id(item.code))))),
    el("button", { type: "button", class: "btn", text: t("All as required"), on: { click: () => fillIn(form) } }),
    el("div", { class: "field" }, el("label", { for: id("note"), text: t("Note, no names or plates") }), el("input", { class: "input", id: id("note"), name: "note", maxlength: 200 })),
    row.shortage_text && el("p", { class: "note warn", text: t("Missing: %(what)s", { what: row.shortage_text }) }),
    isWaiting && el("p", { class: "note", text: t("waits for the line") }),
    el("button", { class: "btn fill thumb", value: "ready", text: t("Report ready") }),
    el("button", { class: "btn", value: "part", text: t("Report so far") }));
  form.addEventListener("input", () => { form.dataset.dirty = ""; }); // is then not drawn anew
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    delete form.dataset.dirty;
    const ready = event.submitter?.value === "ready";
    document.activeElement?.blur();
    act(path, { ...said(new FormData(form)), ready, channel: "screen" }, `${order.number} · ${row.checkpoint.name} · ${ready ? t("Report ready") : t("Report so far")}`);
  });
  return form;
}

// One touch for the usual case; every figure is still there to be changed before it is sent.
function fillIn(form) {
  for (const input of form.querySelectorAll("[data-required]")) input.value = input.dataset.required;
  form.dataset.dirty = "";
  form.querySelector("details").open = true;
}

// What was left empty is not said; nought is.
function said(data) {
  const body = { equipment: {} };
  for (const [name, value] of data) {
    if (value === "") continue;
    if (name.startsWith("equipment:")) body.equipment[name.slice(10)] = Number(value);
    else if (name === "eta") body.eta = new Date(now() + Number(value) * 60_000).toISOString();
    else body[name] = name === "note" ? value : Number(value);
  }
  return body;
}

function postCard(post, pending, act) {
  const base = `/api/v1/containments/${encodeURIComponent(post.containment)}/posts/${post.id}/`;
  const isTaken = post.state !== "issued" || waits(pending, `${base}acknowledge/`);
  const isManned = post.manned_at || waits(pending, `${base}man/`);
  const title = `${post.containment} · ${post.post}`;
  const next = !isTaken ? ["acknowledge", t("Acknowledge"), {}] : !isManned ? ["man", t("In place"), { officers: post.officers_asked, vehicles: post.vehicles_asked }] : null;
  return el("article", { class: `card task${isTaken ? "" : " open"}` },
    el("header", { class: "task-head" }, post.is_drill && el("span", { class: "drill-tag", text: t("DRILL") }), el("h2", { text: t("Containment: %(post)s", { post: post.post }) }), el("span", { class: "push t3 nb", text: post.containment })),
    el("p", { class: "t2", text: [post.road, post.force].filter(Boolean).join(" · ") }),
    !isManned && post.man_by && el("p", { class: "clock-big", data: { ends: post.man_by } }),
    el("p", { text: t("%(officers)s officers, %(vehicles)s vehicles asked", { officers: post.officers_asked, vehicles: post.vehicles_asked }) }),
    next && el("button", { type: "button", class: "btn fill thumb", text: next[1], on: { click: () => act(`${base}${next[0]}/`, next[2], `${title} · ${next[1]}`) } }),
    isManned && el("button", { type: "button", class: "btn", text: t("Nothing seen"), on: { click: () => act(`${base}report/`, { kind: "nothing" }, `${title} · ${t("Nothing seen")}`) } }));
}

function noticeCard(notice, pending, act) {
  const path = urlOf("acknowledge", notice.number);
  const isTaken = waits(pending, path);
  return el("article", { class: "card task" },
    el("header", { class: "task-head" }, el("h2", { text: t("Lookout notice") }), el("span", { class: "push t3 nb", text: notice.number })),
    el("p", { text: notice.action }),
    el("p", { class: "t2 s13", text: `${notice.instrument_type} ${notice.instrument_number} · ${notice.agency.name} · ${t("until %(time)s", { time: stamp(notice.valid_to, now()) })}` }),
    page.urls.notice && el("a", { class: "btn", href: urlOf("notice", notice.number), text: t("Whom or what it names") }),
    isTaken ? el("p", { class: "note", text: t("waits for the line") }) : el("button", { type: "button", class: "btn fill", text: t("Our station knows it"), on: { click: () => act(path, {}, `${notice.number} · ${t("Our station knows it")}`) } }));
}

function placeCard(place, today) {
  if (!today) return null;
  return el("section", { class: "card task" }, el("h2", { class: "s16", text: place.name }),
    el("p", { class: "t2", text: t("Today: %(people)s people, %(vehicles)s vehicles, %(results)s results", { people: today.people ?? 0, vehicles: today.vehicles ?? 0, results: today.results ?? 0 }) }),
    today.overdue?.length > 0 && el("p", { class: "note warn", text: t("hours not counted: %(n)s", { n: today.overdue.length }) }));
}
