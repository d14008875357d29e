// My round: the points in the order drawn, the next one on top, checked in by code, place or hand.

import { el } from "../frame/dom.js";
import { newKey } from "../frame/outbox.js";
import { ask, toast } from "./ask.js";
import { now } from "./clock.js";
import { roundMap } from "./map.js";
import { canScan, canTap, scan, tap } from "./scan.js";
import { ago, apart, config, hours, metres, t, time } from "./say.js";
import { pointsNow } from "./steps.js";

const path = (round, act) => `/api/v1/rounds/${round.id}/${act}/`;

export function routeView(told, tools) {
  const round = told?.active ?? null;
  const upcoming = told?.upcoming ?? [];
  const isOver = round && tools.waiting.some((entry) => entry.path === path(round, "finish"));
  const first = round && !isOver ? roundCard(round, tools) : none(upcoming, isOver);
  return [first, ...upcoming.map((next) => upcomingRow(next, isOver ? null : round, tools))];
}

function none(upcoming, isOver) {
  return el("div", { class: "state" }, el("b", { text: t("No round under way") }),
    isOver && el("span", { text: t("The end of the last one waits for the line.") }),
    el("span", { text: upcoming.length ? t("Start one of the rounds below.") : t("No round is planned for this unit today.") }));
}

function upcomingRow(next, active, { act, waiting }) {
  const asked = waiting.some((entry) => entry.path === path(next, "start"));
  const whose = next.unit ? "" : t("of %(agency)s, still nobody's", { agency: next.agency.name });
  const start = () => act(path(next, "start"), { at: now() }, `${next.name} · ${t("Start")}`);
  return el("article", { class: "card pad phone-point" },
    el("div", {}, el("b", { text: next.name }),
      el("p", { class: "t2 s13", text: [`${hours(next.due_start)}–${hours(next.due_end)}`, whose].filter(Boolean).join(" · ") }),
      asked && el("p", { class: "s13", text: t("Its points are drawn when the line is back.") })),
    el("button", { type: "button", class: "btn", disabled: Boolean(active) || asked, "aria-label": `${asked ? t("waits for the line") : t("Start")}: ${next.name} ${hours(next.due_start)}`, text: asked ? t("waits for the line") : t("Start"), on: { click: start } }));
}

function roundCard(round, tools) {
  const points = pointsNow(round, tools.waiting);
  const left = points.filter((point) => point.state === "pending");
  return el("div", { class: "gap" },
    el("header", { class: "phone-point" },
      el("div", {}, el("b", { text: round.name }), el("p", { class: "t2 s13", text: t("%(done)s of %(all)s points, until %(time)s", { done: points.length - left.length, all: points.length, time: hours(round.due_end) }) })),
      el("button", { type: "button", class: "btn", text: t("Finish"), on: { click: () => finish(round, left, tools) } })),
    left.length ? nextPoint(round, left[0], tools) : el("p", { class: "note", text: t("Every point is done.") }),
    roundMap(round, points, left[0], tools.place),
    el("ol", { class: "card list" }, points.map((point) => pointRow(round, point, left[0], tools))));
}

// Since when this phone has been inside the circle of a point: how long the crew stayed there.
const since = new Map();

export function noteMove(told, place) {
  for (const point of told?.active?.points ?? []) {
    if (!isNear(point, place)) since.delete(point.stop);
    else if (!since.has(point.stop)) since.set(point.stop, new Date().toISOString());
  }
}

const isNear = (point, place) => Boolean(place) && point.lng !== null && apart(place, point) <= point.radius_m;

function nextPoint(round, point, tools) {
  const far = tools.place && point.lng !== null ? apart(tools.place, point) : null;
  const near = isNear(point, tools.place);
  return el("article", { class: "card task" },
    el("p", { class: "t2 s13", text: t("Next point") }),
    el("p", { class: "address", text: point.name }),
    el("p", { class: "t2 s13", text: detail(point, far) }),
    el("div", { class: "gap8" },
      canScan() && el("button", { type: "button", class: `btn thumb ${near ? "" : "fill"}`, text: t("Scan the code"), on: { click: () => byCode(round, point, tools) } }),
      canTap() && el("button", { type: "button", class: "btn", text: t("Read the tag"), on: { click: () => byTag(round, point, tools) } }),
      el("button", { type: "button", class: `btn thumb ${near || !canScan() ? "fill" : ""}`, text: near ? t("I am here") : t("Check in by hand"), on: { click: () => visit(round, point, { method: near ? "geofence" : "hand" }, tools) } }),
      el("button", { type: "button", class: "btn", text: t("Type the code"), on: { click: () => typed(round, point, tools) } }),
      el("button", { type: "button", class: "btn", text: t("Skip it"), on: { click: () => skip(round, point, tools) } })));
}

function detail(point, far) {
  return [
    far === null ? "" : t("%(metres)s away", { metres: metres(far) }),
    t("stay %(n)s min", { n: Math.ceil(point.dwell_s / 60) }),
    since.has(point.stop) ? t("here for %(ago)s", { ago: ago(since.get(point.stop), Date.now()) }) : "",
    point.not_before ? t("not before %(time)s", { time: hours(point.not_before) }) : "",
  ].filter(Boolean).join(" · ");
}

function pointRow(round, point, next, tools) {
  const words = { pending: "", visited: t("visited"), skipped: t("skipped"), missed: t("missed") };
  const marks = { pending: "○", visited: "✓", skipped: "–", missed: "!" };
  return el("li", { class: point.state === "missed" ? "bad" : "" },
    el("span", { text: `${marks[point.state]} ${point.order}. ${point.name}` }),
    el("small", { text: [words[point.state], time(point.visited_at), point.isHere ? t("waits for the line") : ""].filter(Boolean).join(" · ") }),
    point.state === "pending" && point !== next && el("button", { type: "button", class: "btn", "aria-label": `${t("Here now")}: ${point.name}`, text: t("Here now"), on: { click: () => visit(round, point, { method: "hand" }, tools) } }));
}

// The clock of the visit is the phone's own, with `sent_at`: the server allows for a wrong one.
function visit(round, point, said, { place, act }) {
  const where = place ? { lng: place.lng, lat: place.lat } : {};
  const stayed = since.has(point.stop) ? { dwell_s: Math.round((Date.now() - Date.parse(since.get(point.stop))) / 1000) } : {};
  const body = { point: point.point, at: new Date().toISOString(), client_ref: newKey(), ...where, ...stayed, ...said };
  return act(path(round, "visits"), body, `${point.name} · ${t("Check in")}`, { stamped: true, mark: { point: point.point } });
}

async function byTag(round, point, tools) {
  const code = await tap().catch(() => { toast(t("The tag cannot be read; type its code."), { bad: true }); return null; });
  if (code) await visit(round, point, { method: "nfc", code }, tools);
}

async function byCode(round, point, tools) {
  const code = await scan().catch(() => { toast(t("The camera cannot be used; type the code."), { bad: true }); return null; });
  if (code) await visit(round, point, { method: "qr", code }, tools);
}

async function typed(round, point, tools) {
  const said = await ask({ title: point.name, fields: [{ name: "code", label: t("Code on the tag"), required: true, maxlength: 60 }], confirm: t("Check in") });
  if (said) await visit(round, point, { method: "qr", code: said.code }, tools);
}

async function skip(round, point, { act }) {
  const said = await ask({
    title: t("Skip %(name)s?", { name: point.name }),
    fields: [{ name: "reason", label: t("Reason"), required: true, options: Object.entries(config.miss_reasons) }, { name: "text", label: t("In words"), maxlength: 200, hint: t("Needed for another reason.") }],
    confirm: t("Skip it"),
  });
  if (said) await act(path(round, "skip"), { point: point.point, stop: point.stop, ...said }, `${point.name} · ${t("skipped")}`, { mark: { point: point.point, stop: point.stop } });
}

async function finish(round, left, { act }) {
  const text = left.length ? t("%(n)s points are not visited; they count as missed.", { n: left.length }) : "";
  const said = await ask({ title: t("Finish this round?"), text, confirm: t("Finish") });
  if (said) await act(path(round, "finish"), { at: now() }, `${round.name} · ${t("Finish")}`);
}
