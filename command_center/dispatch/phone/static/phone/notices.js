// What the crew must look at: a task somebody took back, an entry that was refused; each with who
// and why, until it is put away.

import { el } from "../frame/dom.js";
import { REFUSED } from "../frame/outbox.js";
import { config, t, time } from "./say.js";

const MOST = 3; // the rest stands in the list of what was sent

export function notices({ gone, entries, dismiss, remove }) {
  const refused = groups(entries.filter((entry) => entry.state === REFUSED));
  const count = gone.length + refused.length;
  if (!count) return null;
  const heading = t("%(n)s need you to look", { n: count });
  return el("section", { class: "card pad needs", role: "alert", "aria-label": heading },
    el("h2", { class: "s16", text: `! ${heading}` }),
    el("ul", { class: "plain" },
      gone.map((row) => notice(row.number, [config.stages[row.stage], row.by, time(row.at), row.reason], () => dismiss(row.id))),
      refused.slice(0, MOST).map((group) => notice(titleOf(group), [t("refused"), ...group[0].faults], () => remove(group.map((entry) => entry.order))))));
}

// Steps of one task refused for one reason are one thing to look at.
function groups(refused) {
  const found = new Map();
  for (const entry of refused) {
    const key = [entry.path, ...entry.faults].join();
    found.set(key, [...(found.get(key) ?? []), entry]);
  }
  return [...found.values()];
}

function titleOf([first, ...more]) {
  return [first.title, ...more.map((entry) => entry.title.split(" · ").at(-1))].join(", ");
}

function notice(title, words, away) {
  return el("li", { class: "phone-point" },
    el("div", {}, el("b", { text: title }), el("p", { class: "s13", text: words.filter(Boolean).join(" · ") })),
    el("button", { type: "button", class: "btn", "aria-label": `${t("Understood")}: ${title}`, text: t("Understood"), on: { click: away } }));
}
