// What a page of the cameras was handed: its addresses, labels and words in one language.

import { requests } from "../frame/requests.js";
import { speech } from "../frame/speech.js";

export const page = JSON.parse(document.getElementById("page-config").textContent);
export const { t, stamp, span } = speech(page);
export const { get } = requests({ language: page.language, csrf: page.csrf, t });

export const urlOf = (name, key = "") => (page.urls[name] ?? "").replace("__", encodeURIComponent(key));
