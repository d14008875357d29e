// What the community officer's phone keeps: drafts, and what waits for the line.

import { outbox } from "../frame/outbox.js";

export const box = outbox({ name: "anlan-ground", session: "/ground/mine/session/" });
