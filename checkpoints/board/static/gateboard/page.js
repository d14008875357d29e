// What a page of the checkpoints was handed: its addresses, rights and words in one language.

import { requests } from "../frame/requests.js";
import { speech } from "../frame/speech.js";

export const page = JSON.parse(document.getElementById("page-config").textContent);
export const { t, hms, hm, dayOf, stamp, length, span } = speech(page);
export const { get, post } = requests({ language: page.language, csrf: page.csrf, t });

export const can = (right) => page.rights.includes(right);
export const urlOf = (name, key = "") => (page.urls[name] ?? "").replace("__", encodeURIComponent(key));
export const nameOf = (list, code) => page[list]?.[code] ?? code ?? "";
