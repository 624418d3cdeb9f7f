// While somebody types, asks the server what it sees in the words and puts the answer in its places.
// Without this script the page shows the same for what is saved, and the button "Check without saving" asks again.
document.addEventListener("DOMContentLoaded", () => {
  const WAIT = 600; // milliseconds of rest before asking
  const form = document.getElementById("w-editor-form");
  const summary = document.querySelector("[data-look-url]");

  const put = (root) => {
    root.querySelectorAll("[data-live]").forEach((part) => {
      const place = document.querySelector(`#w-editor-form [data-live="${part.dataset.live}"]`);
      if (place && place.innerHTML.trim() !== part.innerHTML.trim()) place.innerHTML = part.innerHTML;
    });
    // A field about which nothing is said any more.
    document.querySelectorAll('#w-editor-form [data-live^="field-"]').forEach((place) => {
      if (!root.querySelector(`[data-live="${place.dataset.live}"]`)) place.innerHTML = "";
    });
  };

  const say = () => {
    const status = document.querySelector("[data-live-status]");
    const words = document.querySelector('[data-live="summary"]').innerText.replace(/\s+/g, " ").trim();
    if (status && status.textContent !== words) status.textContent = words;
  };

  if (form && summary) {
    let waiting;
    let asking;
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      try {
        const answer = await fetch(summary.dataset.lookUrl, { method: "POST", body: new FormData(form), signal });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (signal.aborted) return;
        put(page);
        say();
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
    };
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    };
    ["input", "change", "w-unsaved:add"].forEach((name) => form.addEventListener(name, soon));
  }

  // A placeholder of the English goes where somebody typed last in the field beside it, or into its first box.
  const boxes = (field) => [...field.querySelectorAll('.hope-own textarea, .hope-own input[type="text"]')];
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest(".hope-field--beside");
    if (!field || !boxes(field).includes(event.target)) return;
    field.querySelector("[data-typed-last]")?.removeAttribute("data-typed-last");
    event.target.setAttribute("data-typed-last", "");
  });
  document.querySelectorAll("[data-placeholder]").forEach((button) => {
    const field = button.closest(".hope-field--beside");
    if (!field || !field.querySelector(".hope-own")) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const box = field.querySelector("[data-typed-last]") ?? boxes(field)[0];
      if (!box) return;
      const end = box.hasAttribute("data-typed-last") ? box.selectionEnd : box.value.length;
      box.setRangeText(button.dataset.placeholder, box.hasAttribute("data-typed-last") ? box.selectionStart : end, end, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
      box.focus();
    });
  });

  // A remark is sent by itself, so that the words being typed stay as they are.
  document.addEventListener("submit", async (event) => {
    const own = event.target.closest("[data-side-panel] [data-remark-form]");
    if (!own) return;
    event.preventDefault();
    const body = new FormData(own, event.submitter);
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(own.action, { method: "POST", body, headers });
    if (!answer.ok || answer.redirected) {
      own.submit();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.querySelector("[data-remarks]");
    own.closest("[data-remarks]").replaceWith(list);
    list.querySelector("textarea").focus();
    const count = document.querySelector('[data-side-panel-toggle="remarks"] [data-side-panel-toggle-counter]');
    if (count) {
      count.textContent = list.dataset.remarks;
      count.hidden = list.dataset.remarks === "0";
    }
  });
});
