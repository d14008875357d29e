// What an alert sounds like: two tones each 5 s for an unacknowledged P1, one chime for P2.

import { byId, flag, say } from "./dom.js";
import { t } from "./words.js";

const AGAIN_MS = 5000;
const URGENT = [[880, 0, 0.25], [660, 0.28, 0.35]]; // hertz, after and for how many seconds

export class Sound {
  #context = null;
  #alarm = null;

  constructor(store) {
    this.store = store;
    byId("sound").addEventListener("click", () => this.enable());
    store.addEventListener("change", () => this.#watch());
    this.#show();
  }

  get isOn() {
    return this.#context?.state === "running";
  }

  // Browsers stay silent until asked by hand; the seat's state is always on the page.
  async enable() {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    this.#context.onstatechange = () => this.#show();
    this.#show();
    this.#tones(this.#alarm ? URGENT : [[660, 0, 0.08]]); // at once, if one has been waiting
  }

  #show() {
    flag(byId("sound"), "off", !this.isOn);
    say(byId("sound-state"), this.isOn ? t("on") : t("! off: switch on"));
  }

  #tones(tones) {
    if (!this.isOn) return;
    for (const [hertz, after, length] of tones) {
      const [oscillator, gain] = [this.#context.createOscillator(), this.#context.createGain()];
      const at = this.#context.currentTime + after;
      oscillator.frequency.value = hertz;
      gain.gain.setValueAtTime(0.0001, at);
      gain.gain.exponentialRampToValueAtTime(0.4, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
      oscillator.connect(gain).connect(this.#context.destination);
      oscillator.start(at);
      oscillator.stop(at + length + 0.05);
    }
  }

  // Once for a batch, by its most urgent member.
  batch(events) {
    const raised = events.filter((event) => event.kind === "alerts.raised" || event.kind === "alerts.help_called");
    const top = Math.min(...raised.map((event) => event.payload.priority ?? 4), 9);
    if (top === 1) this.#tones(URGENT);
    else if (top === 2) this.#tones([[740, 0, 0.4]]);
  }

  lost() {
    this.#tones([[330, 0, 0.3], [262, 0.35, 0.5]]);
  }

  #watch() {
    const urgent = this.store.waiting().some((alert) => alert.priority === 1);
    if (urgent && !this.#alarm) this.#alarm = setInterval(() => this.#tones(URGENT), AGAIN_MS);
    if (!urgent && this.#alarm) { clearInterval(this.#alarm); this.#alarm = null; }
  }
}
