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

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
