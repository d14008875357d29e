// Words, moments and lengths of time as the page's language writes them; all come from the server.

import { speech } from "../frame/speech.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const board = read("board-config");
export const { t, hms, hm, dayOf, stamp, length, span } = speech({ ...board, words: read("board-words") });

export const letter = (level) => t(`P${level}`);
export const nameOf = (thing) => (!thing ? "" : board.language === "en" && thing.name_en ? thing.name_en : thing.name);
export const stateName = (state) => board.states[state] ?? state;
export const pageOf = (page, key) => board.pages[page].replace("__", encodeURIComponent(key));
export const can = (right) => board.rights.includes(right);

// Seconds of soon and late: of the incident's own agency where that has some, else of this seat's.
export const targetOf = (incident, stage) => (board.targets[incident.agency?.code] ?? board.targets[""])?.[incident.level]?.[stage];
