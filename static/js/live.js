// Keeps the parts marked data-live as the server shows them now. Without it the page still works: load it again.
const EVERY = 2000; // milliseconds

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (now && now.innerHTML !== part.innerHTML) part.innerHTML = now.innerHTML;
  }
}

setInterval(() => refresh().catch(() => {}), EVERY);
