// Nothing is drawn anew under a finger: a tap on a button that was replaced between touch and lift
// would be nobody's.

const TAP_MS = 100; // from the lift to the click it makes
const LONGEST_MS = 10_000; // after that the lift went unheard, and the view goes on
let since = 0;
let drawing = null;

export function watchTouch(part) {
  part.addEventListener("pointerdown", () => { since = Date.now(); });
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => setTimeout(lifted, TAP_MS));
}

// Whether the view must wait; `draw` is called when the finger is gone.
export function isTouched(draw) {
  const is = Date.now() - since < LONGEST_MS;
  if (is) drawing = draw;
  return is;
}

function lifted() {
  since = 0;
  const draw = drawing;
  drawing = null;
  draw?.();
}
