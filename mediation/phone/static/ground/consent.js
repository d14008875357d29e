// Step one: the rights are read out, and each party says whether it wants mediation.

import { el } from "../frame/dom.js";
import { askField, checkField, complain, textField } from "./fields.js";
import { drawing, sign } from "./pad.js";
import { hm, page, t } from "./page.js";
import { AGREED, NOT_ASKED, REFUSED, blank, firstOpen, missingConsent, partiesOf, sideName } from "./parties.js";

const ANSWERS = () => [
  [AGREED, t("Agrees"), t("Next: the signature")],
  [REFUSED, t("Does not agree"), t("It ends here; both are given the notice of other ways")],
  [NOT_ASKED, t("Not reached yet"), t("Kept as to be asked, reminded within 48 hours")],
];

export function consentStep(draft, tools) {
  const parties = partiesOf(draft);
  const open = firstOpen(parties);
  const current = draft.current ?? (open < 0 ? -1 : open);
  return {
    body: [rights(), ...parties.map((party, at) => (at === current ? asked(draft, party, at, tools) : card(draft, party, at, tools))), more(draft, parties, tools), closed(draft)],
    foot: foot(draft, parties, current, tools),
  };
}

const rights = () => el("section", { class: "card pad rights" }, el("h2", { text: t("Read this out to both sides") }), el("ul", {}, page.rights_read.map((sentence) => el("li", { text: sentence }))));

// ── a party that has answered, or whose turn it is not ───────
function card(draft, party, at, tools) {
  const told = { [AGREED]: party.signature ? t("agrees, signed %(time)s", { time: hm(party.signature.signed_at) }) : t("agrees, not signed"), [REFUSED]: t("does not agree"), [NOT_ASKED]: t("not reached yet") };
  return el("section", { class: "card pad party" },
    el("div", {}, el("p", {}, el("b", { text: sideName(party, at) }), ` ${party.name}`), el("small", { text: told[party.answer] ?? t("not asked yet") })),
    party.signature?.strokes.length ? drawing(party.signature.strokes, t("the signature")) : party.signature && el("span", { class: "tag", text: t("on paper") }),
    el("button", { type: "button", class: "btn", "aria-label": t("Change %(party)s", { party: sideName(party, at) }), text: t("Change this"), on: { click: () => { draft.current = at; tools.redraw(); } } }));
}

// ── the party that is asked now ──────────────────────────────
function asked(draft, party, at, tools) {
  const set = (name, value) => { party[name] = value; draft.changed(); };
  const answer = (given) => {
    Object.assign(party, { answer: given, answered_at: new Date().toISOString() });
    if (given !== AGREED) delete party.signature;
    draft.current = at;
    draft.changed();
    tools.redraw();
    document.querySelector(`input[name="answer"][value="${given}"]`)?.focus();
  };
  const side = sideName(party, at);
  return el("section", { class: "card pad" },
    el("div", { class: "who2" },
      textField(draft, { name: `name-${at}`, label: t("%(party)s: name", { party: side }), value: party.name, maxlength: 60, onText: (text) => set("name", text) }),
      textField(draft, { name: `phone-${at}`, label: t("Telephone"), value: party.phone, maxlength: 40, inputmode: "tel", onText: (text) => set("phone", text) })),
    askField({ name: "answer", label: t("%(party)s: agrees to mediation?", { party: side }), options: ANSWERS(), value: party.answer, onPick: answer }),
    party.answer === REFUSED && textField(draft, { name: `words-${at}`, label: t("In their own words"), value: party.own_words ?? "", maxlength: 300, onText: (text) => set("own_words", text) }),
    el("details", { class: "fold" }, el("summary", { text: t("More about this party") }), el("div", { class: "gap8" },
      checkField(draft, { name: `org-${at}`, label: t("An organisation"), value: party.is_organisation, onPick: (is) => set("is_organisation", is) }),
      checkField(draft, { name: `minor-${at}`, label: t("Under 18"), small: t("Shown only to those who work on it"), value: party.is_minor, onPick: (is) => set("is_minor", is) }),
      checkField(draft, { name: `care-${at}`, label: t("Old, ill or alone"), value: party.needs_care, onPick: (is) => set("needs_care", is) }),
      at > 1 && el("button", { type: "button", class: "btn", text: t("Take this party out"), on: { click: () => { draft.fields.parties.splice(at, 1); draft.current = undefined; draft.changed(); tools.redraw(); } } }))));
}

const more = (draft, parties, tools) => el("button", {
  type: "button", class: "btn", text: t("Another party"),
  on: { click: () => { parties.push(blank("other")); draft.current = parties.length - 1; draft.changed(); tools.redraw(); } },
});

const closed = (draft) => checkField(draft, { name: "is_closed_door", label: t("The parties want it not public"), small: t("Seen only by the mediator and the leaders of the station") });

// ── the one big button ───────────────────────────────────────
function foot(draft, parties, current, tools) {
  const party = parties[current];
  if (party?.answer === AGREED && !party.signature) return button(t("Ask %(party)s to sign", { party: sideName(party, current) }), () => askToSign(draft, party, current, tools));
  const next = parties.findIndex((one, at) => at !== current && !one.answer);
  if (party?.answer && next >= 0) return button(t("Next: %(party)s", { party: sideName(parties[next], next) }), () => { draft.current = next; tools.redraw(); });
  return button(t("Next: the facts"), () => complain(missingConsent(draft.fields)) || tools.step(1));
}

const button = (text, click) => el("button", { type: "button", class: "btn fill", text, on: { click } });

async function askToSign(draft, party, at, tools) {
  const signed = await sign(party.name || sideName(party, at));
  if (!signed) return;
  party.signature = signed;
  draft.current = undefined;
  await draft.keep();
  tools.redraw();
}
