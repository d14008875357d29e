// The parties of a dispute on the phone: who they are, what they answered, what is still missing.

import { newKey } from "../frame/outbox.js";
import { t } from "./page.js";

export const AGREED = "agreed", REFUSED = "refused", NOT_ASKED = "not_asked";

export const blank = (side) => ({ key: newKey(), side, name: "", phone: "", answer: "" });

// Parties A and B are there from the start.
export function partiesOf(draft) {
  draft.fields.parties ??= [blank("a"), blank("b")];
  return draft.fields.parties;
}

export const sideName = ({ side }, at = 0) => ({ a: t("Party A"), b: t("Party B") })[side] ?? t("Party %(n)s", { n: at + 1 });

const isSettled = (party) => party.answer === REFUSED || party.answer === NOT_ASKED || (party.answer === AGREED && Boolean(party.signature));
export const firstOpen = (parties) => parties.findIndex((party) => !isSettled(party));

export const agreed = ({ parties = [] }) => parties.length > 0 && parties.every(({ answer, signature }) => answer === AGREED && signature);
export const hasRefused = ({ parties = [] }) => parties.some(({ answer }) => answer === REFUSED);

export function missingConsent({ parties = [] }) {
  return parties.flatMap((party, at) => [
    !party.name.trim() && t("%(party)s: who is it?", { party: sideName(party, at) }),
    !party.answer && t("%(party)s: does it agree to mediation?", { party: sideName(party, at) }),
    party.answer === AGREED && !party.signature && t("%(party)s has not signed yet.", { party: sideName(party, at) }),
  ]).filter(Boolean);
}

export function missingFacts({ category, address, cell, lng }) {
  return [!category && t("Choose a category."), !(address || cell || lng !== undefined) && t("Say where: address, cell or position.")].filter(Boolean);
}
