// What stands above everything: who holds dispatch, and the orders still to be signed for.

import { get, post } from "./api.js";
import { board, hm, hms, pageOf, t } from "./words.js";
import { time } from "./clock.js";
import { ask, toast } from "./dialog.js";
import { button, byId, el, swap } from "./dom.js";

export class ModeBanner {
  constructor(store) {
    this.forces = store.forces;
    this.node = byId("mode-banner");
    this.forces.addEventListener("summary", () => this.draw());
  }

  draw() {
    const { mode, isTaken } = this.forces;
    const major = mode?.mode === "major";
    const drawn = major ? `${mode.held_by?.code} ${mode.since}` : "";
    document.body.classList.toggle("taken-over", isTaken);
    this.node.hidden = !major;
    if (this.node.dataset.drawn === drawn) return;
    this.node.dataset.drawn = drawn;
    if (!major) return;
    const said = isTaken ? t("%(who)s holds dispatch since %(at)s: this seat reads only.", { who: mode.held_by.name, at: hm(mode.since) }) : t("Major mode since %(at)s: %(who)s holds dispatch.", { who: mode.held_by.name, at: hm(mode.since) });
    swap(this.node, el("b", { text: t("Major mode") }), el("span", { text: said }), mode.reason ? el("span", { class: "cut t2", text: mode.reason }) : []);
  }
}

// Orders to this seat's agency stay on top until they are signed for: nothing puts them away.
export class OrderBanner {
  #rows = [];
  #seen = null;

  constructor(store) {
    Object.assign(this, { store, forces: store.forces });
    this.node = byId("order-banner");
    this.forces.addEventListener("summary", () => this.#look());
  }

  #look() {
    const mine = this.forces.orders?.mine ?? 0;
    if (mine === 0) { this.#rows = []; this.#seen = null; return this.draw(); }
    if (this.#seen === mine && this.#rows.length) return undefined;
    return this.read();
  }

  async read() {
    try {
      this.#rows = await get("my-orders/pending/");
      this.#seen = this.#rows.length;
      this.draw();
    } catch (error) {
      this.node.hidden = false;
      swap(this.node, el("b", { text: t("! Orders could not be read") }), el("span", { text: error.message }), button(t("Try again"), { kind: "sm", onclick: () => this.read() }));
    }
  }

  draw() {
    const [first, ...others] = this.#rows;
    this.node.hidden = !first;
    if (!first) return;
    const { order, receipt } = first;
    const held = this.node.contains(document.activeElement);
    const addition = receipt.state !== "issued" && order.additions.at(-1);
    const timer = el("span", { class: "timer" });
    const limit = (Date.parse(order.sign_by) - Date.parse(order.issued_at)) / 1000;
    time(timer, order.issued_at, { soon: limit / 2, late: limit });
    const sign = button(addition ? t("Read") : t("Sign for"), { kind: "danger", onclick: () => (addition ? this.#read(first) : this.#sign(first)) });
    swap(this.node, el("b", { class: "nb", text: t("Order %(number)s", { number: order.number }) }), addition ? [] : timer, el("b", { class: "cut", text: order.title }), el("span", { class: "cut grow t2", text: addition ? addition.text : order.text }), el("span", { class: "t3 nb", text: `${order.agency.name}·${hms(order.issued_at)}` }),
      others.length ? el("span", { class: "tag strong", text: t("%(n)s more", { n: others.length }) }) : [], el("a", { class: "btn quiet sm", href: pageOf("order", order.number), text: t("Full page") }), sign);
    if (held) sign.focus();
  }

  // Signing means read: the whole text is in the question.
  #sign({ order, receipt }) {
    return ask({
      title: t("Sign for order %(number)s?", { number: order.number }),
      text: `${order.title}. ${order.text}`,
      confirm: t("Sign for"),
      send: async () => {
        await post(`orders/${encodeURIComponent(order.number)}/sign/`, { receiver: receipt.receiver, channel: "screen" });
        toast(t("Order %(number)s is signed for", { number: order.number }));
        await this.#settled();
      },
    });
  }

  #read({ order, receipt }) {
    return ask({
      title: t("Added to order %(number)s", { number: order.number }),
      text: order.additions.map((addition) => addition.text).join(" "),
      confirm: t("Read"),
      send: async () => { await post(`orders/${encodeURIComponent(order.number)}/read/`, { receiver: receipt.receiver }); await this.#settled(); },
    });
  }

  async #settled() {
    this.#seen = null;
    await this.read();
    this.forces.refreshSoon();
  }
}

// The right end of the strip: order board, cover and safety in numbers, each with its door.
export class Side {
  constructor(store) {
    this.forces = store.forces;
    this.node = byId("strip-side");
    this.forces.addEventListener("summary", () => this.draw());
  }

  draw() {
    const { orders, coverage, timers } = this.forces;
    const late = [...timers.values()].filter((timer) => timer.state === "critical").length;
    const parts = [
      late > 0 && el("b", { class: "bad", text: t("! %(n)s check-ins overdue", { n: late }) }),
      orders && (orders.open > 0 || orders.late > 0) && el("a", { href: `${board.pages.orders}?state=open` }, t("Orders open %(open)s", orders), orders.late > 0 ? el("b", { class: "bad", text: ` ${t("! late %(late)s", orders)}` }) : []),
      coverage?.all > 0 && el("a", { href: board.pages.coverage }, t("Cover 1-3-5: %(met)s / %(all)s met", coverage)),
    ].filter(Boolean);
    swap(this.node, parts);
    this.node.hidden = !parts.length;
  }
}
