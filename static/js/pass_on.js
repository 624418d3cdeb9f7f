// A link to pass on: shared by the phone's own sheet, or copied. Without this script its words can be marked and copied.
const field = document.querySelector("[data-link]");
const share = document.querySelector("[data-share]");
const copy = document.querySelector("[data-copy]");
const copied = document.querySelector("[data-copied]");

if (field && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => navigator.share({ url: field.value }).catch(() => {}));
}
if (field && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    copied.textContent = copied.dataset.copiedWords;
  });
}
field?.addEventListener("focus", () => field.select());
