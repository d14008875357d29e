// The clock of one switch on the post's page: whole seconds since the order, by the server's time.
// What is left or over counts to the signature first and then to being ready.

const node = document.getElementById("elapsed");
const left = document.getElementById("left");
const ahead = Date.parse(node.dataset.now) - Date.now(); // server minus browser, ms
const limit = Number(node.dataset.signed ? node.dataset.readyS : node.dataset.signS);

// Minutes go on past the hour, as the server writes them.
function clock(seconds) {
  const whole = Math.abs(seconds);
  return [Math.floor(whole / 60), whole % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function tick() {
  const now = Date.now() + ahead;
  const elapsed = Math.max(0, Math.floor((now - Date.parse(node.dataset.since)) / 1000));
  const rest = limit - elapsed;
  const words = rest >= 0 ? left.dataset.left : left.dataset.over;
  node.textContent = clock(elapsed);
  left.textContent = words.replace(/%\(\w+\)s/, clock(rest));
  left.classList.toggle("late", rest < 0);
  setTimeout(tick, 1000 - (now % 1000));
}

tick();
