// What every page does by itself: says how old its data is, closes its messages and menus.

const age = document.querySelector("[data-age]");

function tell() {
  const seconds = Math.max(0, Math.round((performance.now() - tell.from) / 1000));
  const [words, n] = seconds < 60
    ? [age.dataset.second, seconds] : [age.dataset.minute, Math.floor(seconds / 60)];
  age.querySelector("small").textContent = words.replace("{n}", n);
}

if (age) {
  tell.from = performance.now();
  tell();
  setInterval(tell, 5000);
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast").remove();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Arrows walk the words of the navigation and the links below the open one.
document.querySelector("nav.nav")?.addEventListener("keydown", (event) => {
  const step = { ArrowRight: [1, "summary"], ArrowLeft: [-1, "summary"], ArrowDown: [1, "a"], ArrowUp: [-1, "a"] }[event.key];
  if (!step) return;
  event.preventDefault();
  const [by, what] = step;
  const group = event.target.closest("details");
  if (what === "a") group.open = true;
  const all = [...(what === "a" ? group : event.currentTarget).querySelectorAll(what)];
  const here = all.indexOf(what === "a" ? event.target : group.querySelector("summary"));
  const next = all[(here + by + all.length) % all.length];
  if (what === "summary" && group.open) {
    group.open = false;
    next.parentElement.open = true;
  }
  next.focus();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
