// The one outbox of the unit's phone, for the page and for its service worker.

import { outbox } from "../frame/outbox.js";

export const box = outbox({ name: "anlan-unit", session: "/my-task/session/" });
