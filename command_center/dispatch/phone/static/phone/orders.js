// Orders to this unit, its station and agency: read, signed for, answered.

import { el } from "../frame/dom.js";
import { ask } from "./ask.js";
import { t, time } from "./say.js";

const path = (order, act) => `/api/v1/orders/${encodeURIComponent(order.number)}/${act}/`;

export function ordersView(rows, tools) {
  if (!rows.length) return el("div", { class: "state" }, el("b", { text: t("No orders") }), el("span", { text: t("Orders to your unit, station or agency appear here.") }));
  return rows.map((order) => card(order, tools));
}

function card(order, { waiting, act }) {
  const signing = waiting.some((entry) => entry.path === path(order, "sign"));
  const answering = waiting.some((entry) => entry.path === path(order, "result"));
  return el("article", { class: "card task" },
    el("header", { class: "task-head" }, el("b", { text: order.title }), el("span", { class: "push t3 nb", text: order.number })),
    el("p", { class: "narrative", text: order.text }),
    el("p", { class: "t2 s13", text: t("by %(who)s · due %(time)s", { who: order.issued_by, time: time(order.due_at) }) }),
    el("div", { class: "gap8" },
      order.state === "issued" && el("button", { type: "button", class: "btn fill thumb", disabled: signing, text: signing ? t("waiting") : t("Sign for it"), on: { click: () => act(path(order, "sign"), { at: new Date().toISOString() }, `${order.number} · ${t("Sign for it")}`) } }),
      order.state === "signed" && el("button", { type: "button", class: "btn fill thumb", disabled: answering, text: answering ? t("waiting") : t("Report the result"), on: { click: () => result(order, act) } })));
}

async function result(order, act) {
  const said = await ask({ title: order.title, fields: [{ name: "result", label: t("Result"), type: "textarea", required: true, maxlength: 2000 }], confirm: t("Report the result") });
  if (said) await act(path(order, "result"), said, `${order.number} · ${t("Report the result")}`);
}
