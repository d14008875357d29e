// Beside the table: the posts that need a hand with what to do, the forecast, and what was reported.

import { byId, el, say, swap } from "../frame/dom.js";
import { actsOf } from "./acts.js";
import { hms, length, span, t } from "./page.js";
import { forecast, isReady, isSigned, overBy, sectionOf, signOf } from "./switches.js";

const NAMED = 3; // posts that are named one by one
const SHOWN = 40; // reports in the feed

export class Side {
  #todo = "";
  #feed = "";

  constructor({ onselect, after }) {
    Object.assign(this, { onselect, after });
  }

  todo(order, rows, selected, at) {
    const need = rows.filter((row) => sectionOf(row, at) === "act");
    const focus = rows.find((row) => row.code === selected);
    const shown = [...(focus && !need.includes(focus) && !isReady(focus) ? [focus] : []), ...need];
    say(byId("todo-count"), need.length ? t("posts: %(n)s", { n: need.length }) : t("none"));
    for (const timer of byId("todo").querySelectorAll("[data-over]")) {
      const row = rows.find((one) => one.code === timer.dataset.over);
      const over = row && overBy(row, at);
      if (over) say(timer, length(over));
    }
    const key = JSON.stringify([selected, order.state, shown.map((row) => [row.code, row.version, signOf(row, at)])]);
    if (key === this.#todo) return;
    this.#todo = key;
    const had = document.activeElement?.closest?.("[data-act]")?.dataset.act;
    swap(byId("todo"), shown.map((row) => this.#card(row, order, row.code === selected, at)), !shown.length && el("li", { class: "t2", text: order.is_running ? t("No post needs a hand now.") : t("The switch is over; see its report.") }));
    if (had) byId("todo").querySelector(`[data-act="${CSS.escape(had)}"]`)?.focus();
  }

  #card(row, order, isOn, at) {
    const over = overBy(row, at), sign = signOf(row, at);
    const badge = over ? el("span", { class: "timer late", data: { over: row.code }, text: length(over) }) : sign === "short" && el("span", { class: "tag warn", text: t("Short") });
    const acts = actsOf(row, order);
    return el("li", { class: isOn ? "on" : "" },
      el("div", { class: "row wrap" }, el("button", { type: "button", class: "linkish", on: { click: () => this.onselect(row.code) } }, el("b", { text: row.name })), badge, el("span", { class: "t2", text: isSigned(row) ? "" : t("not signed") })),
      el("p", { class: "t2", text: this.#words(row) }),
      acts.length > 0 && el("div", { class: "row wrap" }, acts.map((act, index) => el("button", {
        type: "button", class: `btn ${isOn && index === 0 ? "fill" : isOn ? "" : "sm"}`.trim(), data: { act: `${row.code}:${act.id}` }, on: { click: () => act.go(this.after) },
      }, act.words, isOn && act.key && el("kbd", { "aria-hidden": "true", text: act.key })))));
  }

  #words(row) {
    const parts = [
      row.delivered_at ? t("Delivered %(time)s", { time: hms(row.delivered_at) }) : t("Not delivered yet: no screen of the post has it"),
      row.resent && t("asked again %(n)s times", { n: row.resent }),
      row.shortage, row.eta && t("expected %(time)s", { time: hms(row.eta) }), row.note,
    ];
    return parts.filter(Boolean).join("·");
  }

  forecast(order, rows, at) {
    const found = order.is_running ? forecast(rows, at) : null;
    const node = byId("forecast");
    node.hidden = !found;
    if (!found) return;
    const values = { time: hms(found.at).slice(0, 5), n: found.ready, all: found.all, span: span(Math.abs(found.sparesS)) };
    const first = found.sparesS >= 0
      ? t("Computed from what the posts reported: %(n)s / %(all)s ready by %(time)s, %(span)s before the limit.", values)
      : t("Computed from what the posts reported: %(n)s / %(all)s ready by %(time)s, %(span)s after the limit.", values);
    const names = found.silent.slice(0, NAMED).map((row) => row.name).join(t(", "));
    const rest = found.silent.length && t("No time reported: %(names)s", { names: found.silent.length > NAMED ? t("%(names)s and %(n)s more", { names, n: found.silent.length - NAMED }) : names });
    say(node, [first, rest].filter(Boolean).join(" "));
  }

  // New reports are put on top; what was said stays as it was said.
  feed(told) {
    const key = told.map((one) => `${one.at}${one.code}`).join();
    if (key === this.#feed) return;
    this.#feed = key;
    swap(byId("feed"), told.slice(0, SHOWN).map((one) => el("li", {}, el("time", { datetime: one.at, text: hms(one.at) }), el("div", {}, one.name, " ", one.words, one.by && el("span", { class: "who", text: ` ·${one.by}` })))),
      !told.length && el("li", { class: "t3" }, el("span", {}), el("div", { text: t("Nothing reported yet.") })));
  }
}
