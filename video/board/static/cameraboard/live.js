// Says when something about the cameras changed: by the live link, or now and then without it.

import { LiveLink } from "../frame/live.js";
import { page } from "./page.js";

const TOGETHER_MS = 800; // facts of one sweep are one look
const LOST_EVERY_MS = 30_000;
const STALE_MS = 60_000;

// `changed()` looks again and may take its time; `told(state, isStale)` hears of the link.
export function follow({ changed, told }) {
  let soon = null, state = "connecting", heardAt = Date.now(), lookedAt = Date.now();
  const look = () => {
    soon ??= setTimeout(async () => {
      soon = null;
      lookedAt = Date.now();
      await changed();
    }, TOGETHER_MS);
  };
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const link = new LiveLink({ socketUrl: `${scheme}://${location.host}/ws/events/?v=1`, eventsUrl: "", storage: null });
  link.addEventListener("batch", ({ detail }) => {
    heardAt = Date.now();
    if (detail.facts.some(({ kind }) => kind.startsWith("video."))) look();
  });
  link.addEventListener("heartbeat", () => { heardAt = Date.now(); });
  link.addEventListener("link", ({ detail }) => { state = detail.state; tell(); });
  link.addEventListener("ended", () => { state = "lost"; tell(); });
  link.addEventListener("reset", () => location.reload()); // the log began anew: so does the page
  const tell = () => told(state, Date.now() - heardAt > STALE_MS);
  setInterval(() => {
    if (state !== "live" && Date.now() - lookedAt > LOST_EVERY_MS) look();
    tell();
  }, 5_000);
  link.start(page.cursor);
}
