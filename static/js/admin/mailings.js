// Puts placeholders into the text that was typed in last, and keeps the progress of a sending fresh.
// Without this script placeholders are copied by hand, and a link asks for the page again.
document.addEventListener("DOMContentLoaded", () => {
  const EVERY = 4000; // milliseconds between two looks at the progress

  // Putting in.
  const fields = ["sms", "email", "subject", "preheader"]
    .map((name) => document.getElementById(`id_${name}`))
    .filter((field) => field);
  let last = fields[0];
  fields.forEach((field) => field.addEventListener("focus", () => { last = field; }));
  document.querySelectorAll("[data-insert]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
      last.dispatchEvent(new Event("input", { bubbles: true }));
      last.focus();
      const status = document.querySelector("[data-inserted]");
      status.textContent = status.dataset.inserted;
    });
  });
  // What is seen in the words comes by itself, so that nobody has to ask for it.
  document.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });

  // Progress.
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const part = () => place.querySelector("[data-progress-part]");
  let waiting;
  let told = part().dataset.step;
  const put = (fresh) => {
    const open = [...place.querySelectorAll("details[open]")].map((one) => one.dataset.keep);
    const focused = document.activeElement?.closest("[data-progress]") ? document.activeElement : null;
    const where = focused?.closest("details")?.dataset.keep;
    place.replaceChildren(fresh);
    open.forEach((name) => place.querySelector(`details[data-keep="${name}"]`)?.setAttribute("open", ""));
    if (where) place.querySelector(`details[data-keep="${where}"] summary`)?.focus();
    else if (focused?.href) place.querySelector(`a[href="${focused.getAttribute("href")}"]`)?.focus();
    // Each tenth of the way is told aloud, and not each look.
    if (fresh.dataset.step !== told || fresh.dataset.moving === "no") {
      told = fresh.dataset.step;
      document.querySelector("[data-progress-says]").textContent = fresh.dataset.says;
    }
  };
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(place.dataset.progress, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (answer.ok && !answer.redirected) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const fresh = page.querySelector("[data-progress-part]");
          // Another state has other buttons at the top.
          if (fresh.dataset.state !== part().dataset.state) {
            window.location.reload();
            return;
          }
          put(fresh);
        }
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // no network just now: it is asked again
      }
    }
    if (part().dataset.moving === "yes") waiting = setTimeout(look, EVERY);
  };
  if (part().dataset.moving === "yes") waiting = setTimeout(look, EVERY);
  window.addEventListener("pagehide", () => clearTimeout(waiting));
});
