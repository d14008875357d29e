// The field in which a party signs: lines drawn with finger, pen or mouse, kept as points of a
// 400 x 150 field. What was drawn goes with the form; nothing is sent or kept before.

const LINE = 3;

function points(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * canvas.width;
  const y = ((event.clientY - box.top) / box.height) * canvas.height;
  const within = (value, most) => Math.min(Math.max(value, 0), most);
  return [Math.round(within(x, canvas.width) * 10) / 10, Math.round(within(y, canvas.height) * 10) / 10];
}

function draw(canvas, strokes) {
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, canvas.width, canvas.height);
  Object.assign(pen, { lineWidth: LINE, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
  for (const stroke of strokes) {
    pen.beginPath();
    stroke.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    if (stroke.length === 1) pen.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
    pen.stroke();
  }
}

function bind(form) {
  const holder = form.querySelector(".pad-field");
  if (!holder) return;
  const canvas = holder.querySelector("canvas");
  const kept = form.elements.namedItem("strokes");
  const status = holder.querySelector("[data-empty]");
  let strokes = [];
  const changed = () => {
    draw(canvas, strokes);
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
    status.textContent = strokes.length ? "" : status.dataset.empty;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    strokes.push([points(canvas, event)]);
    changed();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    strokes.at(-1).push(points(canvas, event));
    changed();
  });
  holder.querySelector("[data-undo]").addEventListener("click", () => {
    strokes = strokes.slice(0, -1);
    changed();
  });
  holder.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    changed();
  });
  const shown = () => {
    const isScreen = new FormData(form).get("way") === "screen";
    holder.hidden = !isScreen;
    if (!isScreen) {
      strokes = [];
      changed();
    }
  };
  form.addEventListener("change", shown);
  form.addEventListener("submit", (event) => {
    if (holder.hidden || strokes.length) return;
    event.preventDefault();
    status.textContent = status.dataset.empty;
    canvas.scrollIntoView({ block: "center" });
  });
  changed();
  shown();
}

for (const form of document.querySelectorAll("form[data-signature]")) bind(form);
