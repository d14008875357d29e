// The upper edge of the wall: what is ordered, five totals with what they are of, and the clock.

import { byId, flag, say, swap, el } from "../frame/dom.js";
import { hms, length, page, t } from "./page.js";
import { isOver, isReady, isSigned } from "./switches.js";

const STATES = { running: "Switch of duty levels·under way", in_force: "Switch of duty levels·in force", reverted: "Switch of duty levels·over", cancelled: "Switch of duty levels·cancelled" };

const median = (sorted) => (sorted.length ? (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2 : null);
const sum = (rows, of) => rows.reduce((total, row) => total + (of(row) ?? 0), 0);

export class Head {
  #reported = false;

  paint(order, rows, at) {
    const due = rows.filter((row) => !isOver(row));
    say(byId("what-state"), t(STATES[order.state] ?? STATES.running));
    say(byId("from"), order.from?.name ?? t("Several levels"));
    say(byId("to"), order.to.name);
    say(byId("what-how"), t("%(n)s posts·issued %(time)s·%(minutes)s min to be ready", { n: due.length, time: hms(order.issued_at), minutes: Math.round(order.ready_limit_s / 60) }));
    this.#tiles(order, due);
    this.#clock(order, due, at);
  }

  #tiles(order, due) {
    const signed = due.filter(isSigned), ready = due.filter(isReady);
    const seconds = signed.map((row) => row.sign_seconds).sort((a, b) => a - b);
    const silent = due.filter((row) => row.people.present === null).length;
    const unsaid = silent ? t("not reported: %(n)s", { n: silent }) : t("all reported");
    tile("signed", signed.length, due.length, [t("limit %(n)s min", { n: Math.round(order.sign_limit_s / 60) }), seconds.length && t("median %(time)s", { time: length(median(seconds)) })].filter(Boolean).join("·"));
    tile("ready", ready.length, due.length, t("only a whole report counts"));
    for (const name of ["people", "equipment", "vehicles"]) {
      const short = sum(due, (row) => (row[name].present === null ? 0 : Math.max(0, row[name].required - row[name].present)));
      tile(name, sum(due, (row) => row[name].present), sum(due, (row) => row[name].required), [unsaid, short && t("%(n)s missing", { n: short })].filter(Boolean).join("·"));
    }
  }

  #clock(order, due, at) {
    const ends = due.map((row) => row.ready_at && Date.parse(row.ready_at)).filter(Boolean);
    const stop = order.is_running ? at : Math.max(Date.parse(order.ended_at ?? 0), ...ends) || at;
    const elapsed = Math.floor((stop - Date.parse(order.issued_at)) / 1000);
    const left = order.ready_limit_s - elapsed;
    say(byId("elapsed"), length(elapsed));
    flag(byId("elapsed"), "bad", left < 0 && order.is_running);
    const limit = hms(Date.parse(order.issued_at) + order.ready_limit_s * 1000);
    const first = left >= 0 ? t("%(left)s left, until %(time)s", { left: length(left), time: limit }) : t("! %(over)s over, limit was %(time)s", { over: length(-left), time: limit });
    say(byId("left"), order.is_running ? first : t("Ended; the report stands beside."));
    const share = Math.min(100, (elapsed / order.ready_limit_s) * 100), mark = (order.sign_limit_s / order.ready_limit_s) * 100;
    byId("bar-run").setAttribute("width", `${share.toFixed(2)}%`);
    for (const name of ["x1", "x2"]) byId("bar-sign").setAttribute(name, `${mark.toFixed(2)}%`);
    byId("bar-sign-word").setAttribute("x", `${mark.toFixed(2)}%`);
    say(byId("bar-sign-word"), t("%(n)s signed", { n: Math.round(order.sign_limit_s / 60) }));
    say(byId("bar-ready-word"), t("%(n)s ready", { n: Math.round(order.ready_limit_s / 60) }));
  }

  // What came of it, once it is over; the rows behind every figure are on the order's page.
  async report(get) {
    if (this.#reported) return;
    const told = await get(page.urls.report).catch(() => null);
    if (!told) return;
    this.#reported = true;
    byId("report").hidden = false;
    const { figures } = told;
    const pair = (one, other) => `${one === null ? "—" : length(one)} / ${other === null ? "—" : length(other)}`;
    const figure = (label, value) => [el("dt", { text: label }), el("dd", { text: value })];
    swap(byId("report-figures"),
      figure(t("Signed: median / P90"), pair(figures.sign_median_s, figures.sign_p90_s)),
      figure(t("Ready: median / P90"), pair(figures.ready_median_s, figures.ready_p90_s)),
      figure(t("Over time"), String(figures.late)), figure(t("Signed late"), String(figures.sign_late)),
      figure(t("Short"), String(figures.short)), figure(t("Waived"), String(figures.waived)), figure(t("Never ready"), String(figures.unready)));
  }
}

function tile(name, value, of, under) {
  say(byId(`tile-${name}`), String(value));
  say(byId(`tile-${name}-of`), ` / ${of}`);
  say(byId(`tile-${name}-under`), under);
}
