// My round: the points in the order drawn, the next one on top, checked in by code, place or hand.

import { el } from "../frame/dom.js";
import { newKey } from "../frame/outbox.js";
import { ask, toast } from "./ask.js";
import { canScan, scan } from "./scan.js";
import { apart, config, hours, metres, t, time } from "./say.js";

const path = (round, act) => `/api/v1/rounds/${round.id}/${act}/`;

export function routeView(told, tools) {
  const round = told?.active ?? told?.round ?? null;
  const upcoming = told?.upcoming ?? [];
  return [round ? roundCard(round, tools) : none(upcoming), ...upcoming.map((next) => upcomingRow(next, round, tools))];
}

function none(upcoming) {
  return el("div", { class: "state" }, el("b", { text: t("No round under way") }),
    el("span", { text: upcoming.length ? t("Start one of the rounds below.") : t("No round is planned for this unit today.") }));
}

function upcomingRow(next, active, { act, waiting }) {
  const asked = waiting.some((entry) => entry.path === path(next, "start"));
  return el("article", { class: "card pad phone-point" },
    el("div", {}, el("b", { text: next.name }), el("p", { class: "t2 s13", text: `${hours(next.due_start)}–${hours(next.due_end)}` })),
    el("button", { type: "button", class: "btn", disabled: Boolean(active) || asked, text: asked ? t("waiting") : t("Start"), on: { click: () => act(path(next, "start"), { at: new Date().toISOString() }, `${next.name} · ${t("Start")}`) } }));
}

function roundCard(round, tools) {
  const pending = tools.waiting.filter((entry) => entry.path.startsWith(`/api/v1/rounds/${round.id}/`));
  const doneHere = new Map(pending.map((entry) => [entry.body.point, entry.path.endsWith("/skip/") ? "skipped" : "visited"]));
  const points = round.points.map((point) => ({ ...point, state: doneHere.get(point.point) ?? point.state, here: doneHere.has(point.point) }));
  const left = points.filter((point) => point.state === "pending");
  return el("div", { class: "gap" },
    el("header", { class: "phone-point" },
      el("div", {}, el("b", { text: round.name }), el("p", { class: "t2 s13", text: t("%(done)s of %(all)s points, until %(time)s", { done: points.length - left.length, all: points.length, time: hours(round.due_end) }) })),
      el("button", { type: "button", class: "btn", text: t("Finish"), on: { click: () => finish(round, left, tools) } })),
    left.length ? nextPoint(round, left[0], tools) : el("p", { class: "note", text: t("Every point is done.") }),
    el("ol", { class: "card list" }, points.map((point) => pointRow(round, point, left[0], tools))));
}

function nextPoint(round, point, tools) {
  const far = tools.place && point.lng !== null ? apart(tools.place, point) : null;
  const near = far !== null && far <= point.radius_m + (tools.place.accuracy_m ?? 0);
  return el("article", { class: "card task" },
    el("p", { class: "t2 s13", text: t("Next point") }),
    el("p", { class: "address", text: point.name }),
    el("p", { class: "t2 s13", text: [far === null ? "" : t("%(metres)s away ·", { metres: metres(far) }), t("stay %(n)s min", { n: Math.ceil(point.dwell_s / 60) }), point.not_before ? t("not before %(time)s", { time: hours(point.not_before) }) : ""].join(" ") }),
    el("div", { class: "gap8" },
      canScan() && el("button", { type: "button", class: `btn thumb ${near ? "" : "fill"}`, text: t("Scan the code"), on: { click: () => byCode(round, point, tools) } }),
      el("button", { type: "button", class: `btn thumb ${near || !canScan() ? "fill" : ""}`, text: near ? t("I am here") : t("Check in by hand"), on: { click: () => visit(round, point, { method: near ? "geofence" : "hand" }, tools) } }),
      el("button", { type: "button", class: "btn", text: t("Type the code"), on: { click: () => typed(round, point, tools) } }),
      el("button", { type: "button", class: "btn", text: t("Skip it"), on: { click: () => skip(round, point, tools) } })));
}

function pointRow(round, point, next, tools) {
  const words = { pending: "", visited: t("visited"), skipped: t("skipped"), missed: t("missed") };
  const marks = { pending: "○", visited: "✓", skipped: "–", missed: "!" };
  return el("li", { class: point.state === "missed" ? "bad" : "" },
    el("span", { text: `${marks[point.state]} ${point.order}. ${point.name}` }),
    el("small", { text: [words[point.state], time(point.visited_at), point.here ? t("waiting") : ""].filter(Boolean).join(" · ") }),
    point.state === "pending" && point !== next && el("button", { type: "button", class: "btn", text: t("Here now"), on: { click: () => visit(round, point, { method: "hand" }, tools) } }));
}

function visit(round, point, said, { place, act }) {
  const where = place ? { lng: place.lng, lat: place.lat } : {};
  return act(path(round, "visits"), { point: point.point, at: new Date().toISOString(), client_ref: newKey(), ...where, ...said }, `${point.name} · ${t("Check in")}`);
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
    fields: [{ name: "reason", label: t("Reason"), required: true, options: Object.entries(config.miss_reasons) }, { name: "text", label: t("In words"), maxlength: 200 }],
    confirm: t("Skip it"),
  });
  if (said) await act(path(round, "skip"), { point: point.point, at: new Date().toISOString(), ...said }, `${point.name} · ${t("skipped")}`);
}

async function finish(round, left, { act }) {
  const text = left.length ? t("%(n)s points are not visited; they count as missed.", { n: left.length }) : "";
  const said = await ask({ title: t("Finish this round?"), text, confirm: t("Finish") });
  if (said) await act(path(round, "finish"), { at: new Date().toISOString() }, `${round.name} · ${t("Finish")}`);
}
