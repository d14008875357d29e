// A new task makes itself heard: a crew does not stare at its phone. Heard again until signed for.

const AGAIN_MS = 20_000;
const BEEPS_S = [0, 0.25, 0.5];
const PITCH_HZ = 880;

let audio = null;
let rung = { what: "", at: 0 };

// A browser lets a page sound only after somebody touched it.
document.addEventListener("pointerdown", () => {
  audio ??= window.AudioContext ? new AudioContext() : null;
  audio?.resume();
});

// `what` names what waits to be signed for; answers whether it is new.
export function ring(what, now = Date.now()) {
  const isNew = what !== rung.what;
  if (!what || (!isNew && now - rung.at < AGAIN_MS)) {
    if (!what) rung = { what, at: 0 };
    return false;
  }
  rung = { what, at: now };
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([400, 150, 400]); // before it the browser only complains
  if (audio?.state === "running") BEEPS_S.forEach(beep);
  return isNew;
}

function beep(after) {
  const tone = audio.createOscillator(), volume = audio.createGain();
  const at = audio.currentTime + after;
  tone.frequency.value = PITCH_HZ;
  volume.gain.setValueAtTime(0.4, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.2);
}
