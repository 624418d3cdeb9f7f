// "Leave this page quickly": empties the page at once, and takes its place in the browser's history.
// Shift pressed three times does the same. Without this script the link is an ordinary link.
const link = document.querySelector("[data-leave]");
const IN_A_ROW = 3; // presses
const WITHIN = 5000; // milliseconds between two of them
let presses = 0;
let last = 0;

function leave(event) {
  event?.preventDefault();
  document.title = "";
  document.body.classList.add("hope-away");
  location.replace(link.href);
}

function count(event) {
  if (event.repeat) return;
  presses = event.key === "Shift" ? (event.timeStamp - last < WITHIN ? presses + 1 : 1) : 0;
  last = event.timeStamp;
  if (presses === IN_A_ROW) leave();
}

link?.addEventListener("click", leave);
if (link) document.addEventListener("keyup", count);
document.querySelector("[data-leave-keys]")?.removeAttribute("hidden");
// Coming back with the browser's button shows the page again, not an empty one.
addEventListener("pageshow", () => document.body.classList.remove("hope-away"));
// After a mistake, a screen reader starts at what to mend.
document.querySelector("[data-errors]")?.focus();
