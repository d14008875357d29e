// What this post's phone keeps until it is received: counts, lanes and signatures, each once.

import { outbox } from "../frame/outbox.js";

export const box = outbox({ name: "anlan-post", session: "/my-post/session/" });
