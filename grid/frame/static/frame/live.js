/**
 * The live link: every fact of the officer's scope, once and in order, or a clear word that not.
 *   const link = new LiveLink({ socketUrl: "/ws/events/?v=1", eventsUrl: "/api/v1/events/" });
 *   link.start({ epoch: state.epoch, since: state.as_of }); // without: the stored cursor, else a reset
 * Events, by `detail`: "fact" (one; late: boolean) · "batch" (facts of one frame) · "heartbeat" (head, at) ·
 * "link" (state live|late|lost, since) · "reset" (reason: load a state, then `resume` from it) ·
 * "positions" (a frame of the live fleet, after `watch("pos")`) · "ended" (code 4401 or 4429: no way back in). Compare `subject_version`: a fact may be older than the page.
 */

const LATE_MS = 12_000; // a heartbeat was missed
const LOST_MS = 25_000;
const HELLO_MS = 10_000; // a socket that was never greeted is given up
const POLL_MS = 5_000;
const ACK_MS = 5_000; // at most one a time
const TICK_MS = 1_000;
const PATIENCE_MS = 5_000; // frames already under way when a gap was found
const STALE_FACT_MS = 10_000;
const JITTER_MS = { first: 500, most: 15_000 };
const PAGE = 200;
const CODE = { ended: 4401, scope: 4403, tooMany: 4429 };

/** A fact of the feed in the form the socket gives it. */
const flat = ({ subject, ...fact }) => ({ ...fact, subject_type: subject.type, subject_id: subject.id });

export class LiveLink extends EventTarget {
  #options;
  #socket = null;
  #epoch = "";
  #last = 0;
  #view = "";
  #waiting = false; // for the page to load a state after a reset
  #askedAt = null; // when the one resume for a gap was sent
  #state = "late";
  #since;
  #frameAt;
  #dialledAt = 0;
  #greeted = false; // by the present socket
  #tries = 0;
  #clockOffset = 0; // server minus browser, ms
  #polledAt = 0;
  #polling = false;
  #ackedAt = 0;
  #acked = 0;
  #retryAt = 0;
  #ticker = null;
  #watched = []; // lossy frames asked for besides the facts
  #wake = () => this.#tick();

  constructor(options) {
    super();
    this.#options = {
      storageKey: "anlan.live",
      storage: globalThis.sessionStorage,
      WebSocket: globalThis.WebSocket,
      fetch: (...args) => globalThis.fetch(...args),
      now: () => Date.now(), // the wall clock, which goes on while the machine sleeps
      random: Math.random,
      ...options,
    };
    this.#since = this.#frameAt = this.#options.now();
  }

  /** Sequence number of the last fact applied. */
  get cursor() { return this.#last; }

  /** "live", "late" (a heartbeat is missing) or "lost" (25 s of silence; facts are polled). */
  get state() { return this.#state; }

  /** Open the link from a state that is complete up to `since`, or from the stored cursor. */
  start(from = this.#stored()) {
    this.#epoch = from?.epoch ?? "";
    this.#last = from?.since ?? 0;
    this.#waiting = !this.#epoch;
    this.#connect();
    this.#ticker = setInterval(this.#wake, TICK_MS);
    globalThis.addEventListener?.("online", this.#wake);
    globalThis.document?.addEventListener("visibilitychange", this.#wake);
    if (this.#waiting) this.#reset("epoch");
  }

  /** Go on from a freshly loaded state; the page calls it after every `reset`. */
  resume({ epoch, since }) {
    this.#epoch = epoch;
    this.#last = since;
    this.#acked = 0;
    this.#waiting = false;
    this.#askedAt = null;
    this.#store();
    this.#sendResume();
  }

  /** Ask for lossy frames too, now and after every reconnection. */
  watch(...what) {
    this.#watched = what;
    this.#send({ t: "watch", what });
  }

  /** Close for good. */
  stop() {
    clearInterval(this.#ticker);
    this.#ticker = null;
    globalThis.removeEventListener?.("online", this.#wake);
    globalThis.document?.removeEventListener("visibilitychange", this.#wake);
    this.#drop();
  }

  #connect() {
    const socket = new this.#options.WebSocket(this.#options.socketUrl);
    this.#socket = socket;
    [this.#dialledAt, this.#greeted] = [this.#options.now(), false];
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #closed(code) {
    this.#socket = null;
    if (code === CODE.ended || code === CODE.tooMany) {
      this.stop();
      this.#become("lost");
      this.#emit("ended", { code });
      return;
    }
    if (code === CODE.scope) this.#view = "none"; // the next hello tells the new one
    this.#become(this.#silence() > LOST_MS ? "lost" : "late");
    this.#retryLater();
  }

  #retryLater() {
    const ceiling = Math.min(JITTER_MS.most, JITTER_MS.first * 2 ** this.#tries);
    this.#tries += 1;
    this.#retryAt = this.#options.now() + this.#options.random() * ceiling;
    setTimeout(this.#wake, this.#retryAt - this.#options.now() + 1);
  }

  #send(frame) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  #sendResume() {
    this.#send({ t: "resume", epoch: this.#epoch, since: this.#last, view: this.#view });
  }

  #receive(frame) {
    this.#greeted = true;
    this.#frameAt = this.#options.now();
    this.#become("live");
    const handlers = {
      hello: () => this.#hello(frame),
      ev: () => this.#facts([frame]),
      evs: () => this.#facts(frame.events),
      hb: () => this.#heartbeat(frame),
      reset: () => this.#reset(frame.reason),
      pos: () => this.#emit("positions", frame),
    };
    handlers[frame.t]?.();
  }

  #hello({ epoch, view, server_time: serverTime }) {
    this.#tries = 0;
    this.#clockOffset = Date.parse(serverTime) - this.#options.now();
    this.#askedAt = null;
    const moved = this.#view && view !== this.#view;
    this.#view = view;
    if (this.#watched.length) this.#send({ t: "watch", what: this.#watched });
    if (this.#waiting) return;
    if (epoch === this.#epoch && !moved) this.#sendResume();
    else this.#reset(epoch === this.#epoch ? "scope" : "epoch");
  }

  #heartbeat({ head, sent }) {
    if (sent > this.#last && !this.#waiting) this.#gap();
    this.#emit("heartbeat", { head, sent, at: this.#frameAt });
    this.#ack();
  }

  /** Apply what follows the chain; what does not was missed, and is asked for once. */
  #facts(frames) {
    if (this.#waiting) return;
    const applied = [];
    for (const { t, prev, ...fact } of frames) {
      if (fact.seq <= this.#last) continue;
      if (prev !== this.#last) {
        this.#gap();
        break;
      }
      this.#askedAt = null;
      applied.push(this.#apply(fact));
    }
    this.#settle(applied);
  }

  #apply(fact) {
    this.#last = fact.seq;
    const age = this.#options.now() + this.#clockOffset - Date.parse(fact.recorded_at);
    const detail = { ...fact, late: age > STALE_FACT_MS };
    this.#emit("fact", detail);
    return detail;
  }

  #settle(facts) {
    if (!facts.length) return;
    this.#store();
    this.#emit("batch", { facts });
  }

  #gap() {
    const now = this.#options.now();
    if (this.#askedAt === null) {
      this.#askedAt = now;
      this.#sendResume();
    } else if (now - this.#askedAt > PATIENCE_MS) {
      this.#reset("gap");
    }
  }

  /** The counter means nothing any more: forget it until the page has loaded a state. */
  #reset(reason) {
    this.#waiting = true;
    this.#askedAt = null;
    this.#emit("reset", { reason });
  }

  #ack() {
    const now = this.#options.now();
    if (this.#last === this.#acked || now - this.#ackedAt < ACK_MS || this.#waiting) return;
    this.#ackedAt = now;
    this.#acked = this.#last;
    this.#send({ t: "ack", seq: this.#last });
  }

  #silence() {
    return this.#options.now() - this.#frameAt;
  }

  #tick() {
    if (this.#ticker === null) return;
    const now = this.#options.now();
    if (this.#socket && now - Math.max(this.#frameAt, this.#dialledAt) > (this.#greeted ? LOST_MS : HELLO_MS)) {
      this.#drop();
      this.#retryLater();
    }
    if (this.#silence() > LATE_MS) this.#become(this.#silence() > LOST_MS ? "lost" : "late");
    if (!this.#socket && now >= this.#retryAt) this.#connect();
    if (this.#state === "lost" && now - this.#polledAt >= POLL_MS) this.#poll();
    if (this.#state === "live") this.#ack();
  }

  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = state === "live" ? this.#options.now() : this.#frameAt;
    this.#emit("link", { state, since: new Date(this.#since) });
  }

  /** The same facts from the same cursor over HTTP, for as long as the socket is not back. */
  async #poll() {
    if (this.#polling || this.#waiting || !this.#options.eventsUrl) return; // without: the page asks for itself
    this.#polling = true;
    this.#polledAt = this.#options.now();
    try {
      while (await this.#pollPage());
    } catch {
      // No network either: the banner says so, and the next tick tries again.
    } finally {
      this.#polling = false;
    }
  }

  async #pollPage() {
    const query = new URLSearchParams({ since: this.#last, epoch: this.#epoch, limit: PAGE });
    const url = `${this.#options.eventsUrl}?${query}`;
    const response = await this.#options.fetch(url, { credentials: "same-origin" });
    if (response.status === 401) this.#closed(CODE.ended);
    if (!response.ok || this.#state !== "lost" || this.#waiting) return false;
    const { reset, more, events } = await response.json();
    if (reset) this.#reset(reset);
    else this.#settle(events.filter(({ seq }) => seq > this.#last).map((e) => this.#apply(flat(e))));
    return more && !reset;
  }

  #stored() {
    return JSON.parse(this.#options.storage?.getItem(this.#options.storageKey) ?? "null");
  }

  #store() {
    this.#options.storage?.setItem(this.#options.storageKey, JSON.stringify({ epoch: this.#epoch, since: this.#last }));
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
