// A type-ahead over a list: code, name or pinyin initials; arrows choose, Enter takes.

import { el, swap } from "./dom.js";

let counter = 0;

// `find(text)` answers [{value, label, hint}], now or later; `take(choice)` is told what was chosen.
export function suggest(input, { find, take }) {
  counter += 1;
  const id = `suggest-${counter}`;
  const box = el("ul", { class: "suggest", id, role: "listbox", hidden: true, "aria-label": input.getAttribute("aria-label") ?? input.name });
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" }).forEach(([name, value]) => input.setAttribute(name, value));
  input.after(box);
  let [choices, at, asked] = [[], -1, 0];

  function open(on) {
    box.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    at = index;
    [...box.children].forEach((row, i) => { row.setAttribute("aria-selected", String(i === at)); row.classList.toggle("on", i === at); });
    if (at >= 0) { input.setAttribute("aria-activedescendant", `${id}-${at}`); box.children[at].scrollIntoView({ block: "nearest" }); }
  }

  function choose(index) {
    if (!choices[index]) return;
    take(choices[index]);
    open(false);
  }

  async function refresh() {
    asked += 1;
    const mine = asked;
    const found = await Promise.resolve(find(input.value.trim())).catch(() => []);
    if (mine !== asked || document.activeElement !== input) return;
    choices = found.slice(0, 8);
    swap(box, choices.map((choice, index) => el("li", { role: "option", id: `${id}-${index}`, "aria-selected": "false", on: { mousedown: (event) => { event.preventDefault(); choose(index); } } }, el("span", { text: choice.label }), el("span", { class: "push t3 s12", text: choice.hint ?? "" }))));
    open(choices.length > 0);
    mark(choices.length ? 0 : -1);
  }

  input.addEventListener("input", refresh);
  input.addEventListener("focus", () => { if (input.value.trim() === "") refresh(); });
  input.addEventListener("blur", () => { asked += 1; open(false); });
  input.addEventListener("keydown", (event) => {
    if (box.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark((at + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length); }
    else if (event.key === "Enter" || (event.key === "Tab" && input.value.trim())) { if (event.key === "Enter") event.preventDefault(); choose(at); }
    else if (event.key === "Escape") { event.stopPropagation(); open(false); }
  });
  return { refresh };
}
