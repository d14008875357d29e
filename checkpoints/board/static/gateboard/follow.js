// Keeps what a page shows level with the log: looks again at once when a fact concerns it, by
// itself now and then, and often while the live link is away. Nothing is taken from a fact itself.

import { LiveLink } from "../frame/live.js";
import { now } from "./clock.js";
import { get, page } from "./page.js";

const STALE_MS = 30_000;

export class Follower {
  #link = "connecting";
  #busy = false;
  #again = false;
  #heardAt = 0;
  #askedAt = 0;

  // `load` fetches and shows; `tell` is told {link, age, stale, failed} each second.
  constructor({ concerns, load, tell, calmMs = 30_000, lostMs = 4_000 }) {
    Object.assign(this, { load, tell, calmMs, lostMs, failed: null });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.live = new LiveLink({ socketUrl: `${scheme}://${location.host}/ws/events/?v=1`, eventsUrl: "", storage: null });
    this.live.addEventListener("batch", ({ detail }) => {
      this.#heardAt = now();
      if (detail.facts.some(concerns)) this.look();
    });
    this.live.addEventListener("heartbeat", () => { this.#heardAt = now(); });
    this.live.addEventListener("link", ({ detail }) => this.#became(detail.state));
    this.live.addEventListener("reset", () => this.#anew());
    this.live.addEventListener("ended", () => this.#became("lost"));
  }

  start() {
    this.live.start(page.cursor);
    this.look();
  }

  // One look at a time; what is asked for meanwhile is one more look after it.
  async look() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    this.#askedAt = now();
    try {
      await this.load();
      this.#heardAt = now();
      this.failed = null;
    } catch (error) {
      this.failed = error;
    }
    this.#busy = false;
    if (this.#again) {
      this.#again = false;
      await this.look();
    }
  }

  tick(at) {
    const every = this.#link === "live" ? this.calmMs : this.lostMs;
    if (at - this.#askedAt >= every) this.look();
    const age = this.#heardAt ? Math.max(0, at - this.#heardAt) : null;
    this.tell({ link: this.#link, age, stale: age !== null && age > STALE_MS, failed: this.failed });
  }

  #became(state) {
    const was = this.#link;
    this.#link = state;
    if (state === "live" && was !== "live") this.look();
  }

  async #anew() {
    const { epoch, head } = await get("checkpoint-board/cursor/").catch(() => ({}));
    if (epoch) this.live.resume({ epoch, since: head });
    else setTimeout(() => this.#anew(), this.lostMs);
    this.look();
  }
}
