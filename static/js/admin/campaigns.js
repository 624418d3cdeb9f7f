// While somebody chooses whom a campaign is for, how many people that would be. Without it there is a button.
(() => {
  const form = document.querySelector("[data-count-url]");
  const shown = document.querySelector("[data-count]");
  if (!form || !shown) return;
  const PAUSE = 400;  // milliseconds without a key
  let timer, running;

  async function count() {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.countUrl, {
        method: "POST", body: new FormData(form), signal: running.signal,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (answer.ok && !answer.redirected) shown.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "title" || event.target.name === "slug") return;
    clearTimeout(timer);
    timer = setTimeout(count, PAUSE);
  });
})();
