// A form of one page: its fields, what is missing, and the request it becomes.

import { el, swap } from "../frame/dom.js";
import { complain } from "./fields.js";
import { t } from "./page.js";

export const filled = (pairs) => Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== "" && value !== undefined && value !== null));
export const pick = (fields, names) => filled(Object.fromEntries(names.map((name) => [name, fields[name]])));
export const PLACE = ["address", "cell", "lng", "lat", "crs", "position_error_m"];
export const missingPlace = ({ address, cell, lng }) => !(address || cell || lng !== undefined) && t("Say where: address, cell or position.");

// `fields(draft, state, redraw)` answers nodes, `missing(fields)` sentences, `request(draft, state)`.
export function simpleForm({ heading, fields, missing, request, title, send = () => t("Save and send") }) {
  return (draft, tools) => {
    draft.title = () => title(draft.fields, tools.state);
    const body = el("div", { class: "sheet" });
    const redraw = () => swap(body, fields(draft, tools.state, redraw));
    redraw();
    const done = () => complain(missing(draft.fields, tools.state).filter(Boolean)) || tools.finish(draft, () => request(draft, tools.state));
    return { title: heading(), body, foot: el("button", { type: "button", class: "btn fill", text: send(), on: { click: done } }) };
  };
}
