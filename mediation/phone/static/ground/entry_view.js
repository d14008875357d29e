// One entry of the outbox: what became of it, and what may still be done with it.

import { el } from "../frame/dom.js";
import { PHOTOS, REFUSED, WAITING } from "../frame/outbox.js";
import { box } from "./box.js";
import { complain, note } from "./fields.js";
import { kindOf } from "./kinds.js";
import { t, when } from "./page.js";

export async function entryView(id, tools) {
  const entry = await box.read(id, tools.owner);
  if (!entry) return { title: t("To be sent"), body: [note(t("It is no longer on this phone: it was received, or taken off."))], back: () => "outbox" };
  const mayMend = Boolean(entry.fields) && (entry.state === REFUSED || (entry.state === WAITING && !entry.tried));
  const again = entry.state === REFUSED && entry.answer;
  return {
    title: kindOf(entry.kind)?.word() ?? t("To be sent"),
    back: () => "outbox",
    body: [
      el("section", { class: "card pad" }, el("h2", { text: entry.title }), el("p", { class: "t2", text: t("written %(time)s", { time: when(entry.at) }) }), ...entry.faults.map((fault) => el("p", { class: "bad", text: `! ${fault}` }))),
      entry.state === WAITING && entry.tried && note(t("It was tried already and may have been received: it is sent again under the same key and counts once. Change it at the station afterwards.")),
      entry.state === PHOTOS && note(t("The words were received; the pictures follow one by one.")),
      again && note(t("The words were received; a picture was refused.")),
    ],
    foot: el("div", { class: "gap8" },
      again && el("button", { type: "button", class: "btn fill", text: t("Send the pictures again"), on: { click: () => retake(entry, PHOTOS, tools) } }),
      mayMend && !again && el("button", { type: "button", class: "btn fill", text: t("Change it"), on: { click: () => retake(entry, undefined, tools) } }),
      (mayMend || entry.state === REFUSED) && el("button", { type: "button", class: "btn danger", text: t("Throw it away"), on: { click: (event) => throwAway(event.target, entry, tools) } })),
  };
}

async function retake(entry, state, tools) {
  const anew = await box.reopen(entry, state);
  if (!anew) return complain([t("It is being sent at this moment; look again shortly.")]);
  if (state === PHOTOS) return tools.deliver();
  return tools.go(`${anew.kind}/${anew.id}`);
}

// The second touch does it.
async function throwAway(button, entry, tools) {
  if (!button.dataset.sure) {
    button.dataset.sure = "1";
    button.textContent = t("Really throw it away? It cannot be brought back.");
    return;
  }
  await box.remove(entry.order);
  tools.go("outbox");
}
