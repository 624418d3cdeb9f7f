// The count below each post, while it is typed; without this script it is counted on saving.
// The server's count (cms/pack/networks.py) decides.
const ADDRESS = /https?:\/\/\S+|(?<![\w@.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/\S*)?/gi;
const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];
const clusters = (text) =>
  "Segmenter" in Intl ? [...new Intl.Segmenter().segment(text)].map((x) => x.segment) : [...text];
const isLight = (letter) => LIGHT.some(([first, last]) => letter.codePointAt(0) >= first && letter.codePointAt(0) <= last);

function weight(cluster) {
  const letters = [...cluster];
  if (letters.length > 1 && letters.some((x) => !isLight(x))) return 2;
  return letters.reduce((sum, x) => sum + (isLight(x) ? 1 : 2), 0);
}

function used(network, typed) {
  const text = typed.normalize("NFC").trim();
  if (network === "bluesky") return clusters(text).length;
  if (network !== "x") return [...text].length;
  const addresses = text.match(ADDRESS) ?? [];
  return 23 * addresses.length + clusters(text.replace(ADDRESS, "")).reduce((sum, x) => sum + weight(x), 0);
}

for (const field of document.querySelectorAll("[data-posts] textarea[data-network]")) {
  const line = document.querySelector(`[data-count-of="${field.id}"]`);
  const show = () => {
    const count = used(field.dataset.network, field.value);
    line.querySelector("output").value = count;
    line.classList.toggle("pack-long", count > Number(field.dataset.most));
  };
  field.addEventListener("input", show);
}
