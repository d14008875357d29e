// Step four: everything once more before it is sent.

import { el } from "../frame/dom.js";
import { complain } from "./fields.js";
import { proposal } from "./grade.js";
import { begun, page, serverTime, t } from "./page.js";
import { AGREED, NOT_ASKED, REFUSED, hasRefused, missingConsent, missingFacts, partiesOf, sideName } from "./parties.js";
import { GRADES } from "./risk.js";

export function confirmStep(draft, tools) {
  const { fields } = draft;
  const send = () => complain([...missingConsent(fields), ...missingFacts(fields)]) || tools.finish(draft, () => request(fields, draft, tools.state));
  return {
    body: [
      hasRefused(fields) && el("p", { class: "note warn", text: t("A party does not agree: mediation ends here. It is registered, and the notice of other ways is owed to both.") }),
      el("section", { class: "card pad" }, el("h2", { text: t("Please check") }), el("dl", { class: "kv" }, rows(draft, tools.state).map(([name, value]) => [el("dt", { text: name }), el("dd", { text: value })]))),
      el("p", { class: "t2", text: t("It is kept on this phone, encrypted, until the station has received it.") }),
    ],
    foot: el("div", { class: "two" },
      el("button", { type: "button", class: "btn", text: t("Previous step"), on: { click: () => tools.step(2) } }),
      el("button", { type: "button", class: "btn fill", text: t("Send the registration"), on: { click: send } })),
  };
}

function rows(draft, state) {
  const { fields } = draft;
  const answers = { [AGREED]: t("agrees"), [REFUSED]: t("does not agree"), [NOT_ASKED]: t("not reached yet") };
  const category = (state.categories ?? []).find(([code]) => code === fields.category)?.[1] ?? "";
  const grade = state.checklist && Array.isArray(fields.answers) ? GRADES()[proposal(state.checklist, fields.answers).grade] : t("not assessed");
  return [
    ...partiesOf(draft).map((party, at) => [sideName(party, at), [party.name, answers[party.answer] ?? t("not asked yet")].filter(Boolean).join(t(", "))]),
    [t("Category"), category],
    [t("Place"), [fields.address, fields.cell].filter(Boolean).join(" · ")],
    [t("What happened"), fields.narrative || "–"],
    [t("Risk"), grade],
    [t("Open to the public"), fields.is_closed_door ? t("no, behind closed doors") : t("as usual")],
  ];
}

const filled = (pairs) => Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== "" && value !== undefined && value !== null));
const NAMES = ["category", "narrative", "address", "cell", "lng", "lat", "crs", "position_error_m", "source", "source_number", "people", "amount"];

// By the place of the party in the list, as the server counts them.
const consents = ({ parties }) => parties.flatMap(({ answer, answered_at, own_words, signature }, party) => (answer ? [filled({ party, answer, asked_at: serverTime(answered_at), own_words, signature_ref: signature ? `phone:${signature.way}` : "" })] : []));
const signatures = ({ parties }) => parties.flatMap(({ signature }, party) => (signature ? [{ party, way: signature.way, strokes: signature.strokes, signed_at: serverTime(signature.signed_at), words_hash: page.rights_hash }] : []));

// A call of the list is answered by this dispute; a number that was only typed stays a number.
const known = ({ source, source_number }, { calls = [] }) => (source === "call" && calls.some(({ number }) => number === source_number) ? source_number : undefined);

function request(fields, draft, state) {
  const parties = fields.parties.map(({ side, name, phone, is_organisation, is_minor, needs_care }) => filled({ side, name: name.trim(), phone: phone.trim(), is_organisation, is_minor, needs_care }));
  const assessment = state.checklist && Array.isArray(fields.answers) ? { answers: fields.answers } : undefined;
  const body = filled({
    ...Object.fromEntries(NAMES.map((name) => [name, fields[name]])), assessment, call: known(fields, state), consents: consents(fields), signatures: signatures(fields),
    is_closed_door: Boolean(fields.is_closed_door), has_home_violence: Boolean(fields.has_home_violence),
    has_minor: fields.parties.some(({ is_minor }) => Boolean(is_minor)), reported_at: begun(draft), written_at: begun(draft), parties,
  });
  return { path: page.urls.disputes, body, photoPath: page.urls.dispute_photos.replace("__", "{number}") };
}
