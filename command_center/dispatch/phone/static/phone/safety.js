// The safety clock: how long until the crew must be heard of, and the touch that says it is well.

import { el } from "../frame/dom.js";
import { t } from "./say.js";

const PATH = "/api/v1/my-unit/check-in/";

export function safetyBar(timer, { waiting, act }) {
  if (!timer?.due_at) return null;
  const told = waiting.some((entry) => entry.path === PATH);
  const left = Math.round((Date.parse(timer.due_at) - Date.now()) / 1000);
  const words = left >= 0 ? t("Say that you are well within %(n)s min", { n: Math.ceil(left / 60) }) : t("Say now that you are well: overdue for %(n)s min", { n: Math.ceil(-left / 60) });
  return el("div", { class: `note safety ${timer.state === "green" ? "" : timer.state === "warning" ? "warn" : "bad"}`, role: "status" },
    el("span", { text: words }),
    el("button", { type: "button", class: "btn", disabled: told, text: told ? t("waits for the line") : t("We are well"), on: { click: () => act(PATH, { said: t("We are well") }, t("We are well")) } }));
}
