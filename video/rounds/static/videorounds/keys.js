// One key for each act on the camera in turn: S seen, N no picture, U not seen, F finding.

const TYPING = "input, select, textarea, [contenteditable]";

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest(TYPING)) return;
  const act = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!act) return;
  event.preventDefault();
  document.removeEventListener("keydown", press); // one act a page: the next camera is the next page
  act.click();
}

document.addEventListener("keydown", press);
document.querySelector("#current")?.scrollIntoView({ block: "nearest" });
