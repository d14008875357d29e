// Every form of the phone: its word, its sign, the right it needs, and what the state must hold.

import { disputeForm } from "./dispute.js";
import { may, t } from "./page.js";
import { hazardEdit, hazardForm, inspectionForm } from "./venues.js";
import { countForm, errandForm, visitForm } from "./visits.js";

const ALL = {
  dispute: { word: () => t("Register a dispute"), short: () => t("Dispute"), right: "disputes.report", form: disputeForm, needs: "categories" },
  visit: { word: () => t("Record a visit"), short: () => t("Visit"), right: "visits.write", form: visitForm, needs: "visit" },
  inspection: { word: () => t("Inspect a venue"), short: () => t("Inspection"), right: "inspections.work", form: inspectionForm, needs: "inspection" },
  hazard: { word: () => t("Report a hazard"), short: () => t("Hazard"), right: "inspections.work", form: hazardForm, needs: "hazard" },
  errand: { word: () => t("Take an errand"), short: () => t("Errand"), right: "visits.write", form: errandForm, needs: "errand" },
  count: { word: () => t("Service counter"), short: () => t("Counter"), right: "visits.write", form: countForm, needs: "counter" },
  rectify: { word: () => t("Work on a hazard"), short: () => t("Hazard"), right: "inspections.work", form: hazardEdit, needs: "hazards", isFollowUp: true },
};

export const kindOf = (name) => ALL[name];
export const offered = () => Object.entries(ALL).filter(([, { right, isFollowUp }]) => may(right) && !isFollowUp);
export const isReady = ({ needs }, state) => Boolean(state[needs]);
