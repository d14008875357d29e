// Keeps the store level with the log, and says on the page how well it does.

import { get } from "./api.js";
import { now, sync } from "./clock.js";
import { byId, flag, say } from "./dom.js";
import { LiveLink } from "../frame/live.js";
import { hms, letter, nameOf, t } from "./words.js";

const RECOUNT_MS = 4000;
const AGAIN_MS = 3000;

export class Link {
  #heardAt = null;
  #state = "connecting";
  #recount = null;
  #started = false;
  #again = null;

  constructor(store, { queue, sound }) {
    Object.assign(this, { store, queue, sound });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.live = new LiveLink({ socketUrl: `${scheme}://${location.host}/ws/events/?v=1`, eventsUrl: "/api/v1/events/" });
    this.live.addEventListener("batch", ({ detail }) => this.#batch(detail.facts));
    this.live.addEventListener("reset", () => this.load());
    this.live.addEventListener("link", ({ detail }) => this.#became(detail));
    this.live.addEventListener("heartbeat", () => { this.#heardAt = now(); });
    this.live.addEventListener("positions", ({ detail }) => store.forces.moved(detail));
    this.live.addEventListener("ended", () => location.assign("/accounts/login/?next=/"));
    store.addEventListener("recount", () => this.#recountSoon());
  }

  async start() {
    const state = await this.load({ resume: false });
    if (!state || this.#started) return;
    this.#started = true;
    this.live.start({ epoch: state.epoch, since: state.as_of });
    if (this.store.forces.isReadable) this.live.watch("pos");
  }

  // Until a state is there nothing on the page is true, so the queue says so. It is asked for
  // again by itself, and at once by whoever does not want to wait.
  async load({ resume = true } = {}) {
    try {
      const state = await get("state/", { timeout: 15000 });
      clearTimeout(this.#again);
      sync(state.server_time);
      this.store.load(state);
      this.#heardAt = now();
      byId("queue-loading").hidden = true;
      if (resume) this.live.resume({ epoch: state.epoch, since: state.as_of });
      return state;
    } catch (error) {
      byId("queue-loading").hidden = true;
      const again = () => (resume ? this.load({ resume }) : this.start());
      clearTimeout(this.#again);
      this.#again = setTimeout(again, AGAIN_MS);
      if (!this.store.loaded) this.queue.failed(error, again);
      return null;
    }
  }

  #batch(facts) {
    this.#heardAt = now();
    const fresh = this.store.apply(facts);
    this.sound.batch(fresh);
    const urgent = fresh.filter((fact) => fact.kind === "incidents.received" && fact.payload.level === 1);
    if (urgent.length) say(byId("urgent-status"), urgent.map((fact) => `${letter(1)} ${nameOf(fact.payload.category)} ${fact.payload.address}`).join("; "));
  }

  #recountSoon() {
    this.#recount ??= setTimeout(async () => {
      this.#recount = null;
      const counts = await get("state/counts/").catch(() => null);
      if (counts) this.store.recounted(counts);
    }, RECOUNT_MS);
  }

  #became({ state, since }) {
    if (state === "lost" && this.#state !== "lost") this.sound.lost();
    this.#state = state;
    byId("link").dataset.state = state;
    flag(document.body, "link-lost", state === "lost");
    say(byId("link-word"), { live: t("Live"), late: t("Late"), lost: t("Lost") }[state]);
    const banner = byId("lost");
    banner.hidden = state !== "lost";
    if (state === "lost") say(banner, t("LIVE LINK LOST %(at)s. Asking every 5 s; nothing is lost.", { at: hms(since) }));
  }

  // Age of the data: since the last fact or heartbeat, because silence with a heartbeat is news too.
  tick(at) {
    if (this.#state === "connecting" && this.live.state === "live") this.#became({ state: "live", since: new Date() });
    if (this.#heardAt === null) return;
    const age = Math.max(0, (at - this.#heardAt) / 1000);
    say(byId("link-age"), t("%(n)s s ago", { n: age < 10 ? age.toFixed(1) : Math.round(age) }));
    say(byId("link-seq"), `·${t("sequence %(seq)s", { seq: this.store.asOf })}`);
  }
}
