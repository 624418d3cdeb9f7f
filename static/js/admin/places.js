// Below the keyword of a place: words that are free, from the name, while somebody types it. Without it the form says so.
(() => {
  const PAUSE = 400;
  document.querySelectorAll("[data-place-keyword]").forEach((keyword) => {
    const name = keyword.form.elements.namedItem(keyword.name.replace(/keyword$/, "name"));
    if (!name) return;
    const offer = document.createElement("p");
    offer.className = "hope-keywords";
    offer.setAttribute("role", "status");
    keyword.after(offer);
    let waiting;
    let asked = 0;

    const show = (words) => {
      offer.replaceChildren(...words.map((word) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = word;
        button.addEventListener("click", () => {
          keyword.value = word;
          keyword.focus();
          offer.replaceChildren();
        });
        return button;
      }));
    };
    const ask = async () => {
      const mine = ++asked;
      if (!name.value.trim() || keyword.value.trim()) return show([]);
      const url = `${keyword.dataset.placeKeyword}?${new URLSearchParams({ name: name.value })}`;
      const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
      if (answer?.ok && mine === asked) show((await answer.json()).keywords);
    };
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    };
    name.addEventListener("input", soon);
    keyword.addEventListener("input", soon);
    if (name.value) soon();
  });
})();
