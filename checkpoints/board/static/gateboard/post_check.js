// One plate or document number against the notices in force. It is asked and forgotten: never kept
// on this phone, never put into the outbox, gone from the field with the answer.

import { el, swap } from "../frame/dom.js";
import { page, post, t, urlOf } from "./page.js";

export function checkView() {
  if (!page.places.length || !page.urls.checks) return el("div", { class: "state" }, el("b", { text: t("No checkpoint to check at") }));
  const answer = el("div", { role: "status" });
  const field = el("input", { class: "input", id: "check-number", name: "number", required: true, maxlength: 40, autocomplete: "off", autocapitalize: "characters", spellcheck: false });
  const go = el("button", { class: "btn fill thumb", text: t("Check") });
  const form = el("form", {},
    el("div", { class: "field" }, el("label", { for: "check-place", text: t("Checkpoint") }), el("select", { class: "input", id: "check-place", name: "checkpoint" }, page.places.map(({ code, name }) => el("option", { value: code, text: name })))),
    el("div", { class: "field" }, el("label", { for: "check-what", text: t("What it is") }), el("select", { class: "input", id: "check-what", name: "what" }, el("option", { value: "plates", text: t("Plate") }), el("option", { value: "documents", text: t("Document number") }))),
    el("div", { class: "field" }, el("label", { for: "check-number", text: t("The whole number") }), field, el("span", { class: "hint", text: t("Only an exact match is found. A number that is not sought is kept nowhere.") })),
    go);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { checkpoint, what, number } = Object.fromEntries(new FormData(form));
    go.disabled = true;
    swap(answer, await asked(checkpoint, what, number));
    go.disabled = false;
    field.value = "";
    field.focus();
  });
  return [form, answer];
}

async function asked(checkpoint, what, number) {
  try {
    const told = await post(page.urls.checks, { checkpoint, [what]: [number] }, { timeout: 6000 });
    if (told.hits.length) return told.hits.map(({ hit }) => found(hit));
    const isUnreadable = Object.values(told.unreadable).some((places) => places.length);
    if (isUnreadable) return el("div", { class: "answer" }, el("b", { text: t("Not a whole number: check what you typed.") }));
    return el("div", { class: "answer" }, el("b", { text: `✓ ${t("Not sought")}` }), el("p", { class: "t2", text: t("Nothing of it was kept.") }));
  } catch (error) {
    return el("p", { class: "note bad", text: error.status ? error.message : t("No line: checking needs one. The number was not kept.") });
  }
}

function found(hit) {
  return el("div", { class: "answer hit", role: "alert" }, el("b", { text: `! ${t("Hit: notice %(number)s", { number: hit.notice_number })}` }), el("p", { text: t("No proof yet. Confirm true or false after looking.") }),
    page.urls.hit && el("a", { class: "btn fill", href: urlOf("hit", hit.id), text: t("Open and confirm") }));
}
