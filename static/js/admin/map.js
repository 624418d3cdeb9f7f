// The map of the library: arrow keys go from cell to cell, and what a cell says stands beside it.
// Without this script the cells are plain links, and what they say stands at the foot of the window.
(() => {
  const map = document.querySelector("[data-map]");
  if (!map) return;
  const tables = [...map.querySelectorAll("[data-map-table]")];
  const CELL = "[data-map-table] .hope-map__cell";

  const place = (cell) => {
    const tip = cell.querySelector(".hope-map__tip");
    const box = cell.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    const left = Math.min(Math.max(box.left + box.width / 2 - width / 2, 8), window.innerWidth - width - 8);
    const below = box.bottom + 6;
    const top = below + height > window.innerHeight ? box.top - height - 6 : below;
    tip.style.left = `${left}px`;
    tip.style.top = `${top}px`;
    tip.style.bottom = "auto";
    tip.style.right = "auto";
  };

  const shown = (event) => {
    const cell = event.target.closest?.(CELL);
    if (!cell) return;
    map.classList.remove("is-hushed");
    place(cell);
  };

  // One stop for the Tab key a table: the cell that was last visited.
  const visit = (cell) => {
    cell.closest("table").querySelectorAll(".hope-map__cell").forEach((other) => {
      other.tabIndex = other === cell ? 0 : -1;
    });
  };

  const rowsOf = (table) => [...table.tBodies[0].rows].map((row) =>
    [...row.cells].slice(1).map((td) => td.querySelector(".hope-map__cell")));

  // Up and down go on into the next table, at the same column or the nearest.
  const beyond = (table, column, step) => {
    const next = tables[tables.indexOf(table) + step];
    if (!next) return null;
    const rows = rowsOf(next);
    const row = rows[step > 0 ? 0 : rows.length - 1].filter(Boolean);
    return row[Math.min(column, row.length - 1)];
  };

  const target = (cell, key) => {
    const table = cell.closest("table");
    const rows = rowsOf(table);
    const y = rows.findIndex((row) => row.includes(cell));
    const x = rows[y].indexOf(cell);
    const line = rows[y].filter(Boolean);
    const ahead = getComputedStyle(map).direction === "rtl" ? -1 : 1;
    if (key === "ArrowRight") return rows[y][x + ahead];
    if (key === "ArrowLeft") return rows[y][x - ahead];
    if (key === "Home") return line[0];
    if (key === "End") return line[line.length - 1];
    const step = key === "ArrowDown" ? 1 : -1;
    for (let row = y + step; rows[row]; row += step) if (rows[row][x]) return rows[row][x];
    return beyond(table, x, step);
  };

  const KEYS = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"];
  const pressed = (event) => {
    if (event.key === "Escape") map.classList.add("is-hushed");
    const cell = event.target.closest?.(CELL);
    if (!cell || !KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = target(cell, event.key);
    if (!next) return;
    visit(next);
    next.focus();
  };

  tables.forEach((table) => {
    const first = table.querySelector(".hope-map__cell");
    if (first) visit(first);
  });
  map.addEventListener("keydown", pressed);
  map.addEventListener("mouseover", shown);
  map.addEventListener("focusin", (event) => {
    shown(event);
    const cell = event.target.closest?.(CELL);
    if (cell) visit(cell);
  });
  // Whatever scrolls, the page or one band, what is said stays beside its cell.
  const follow = () => {
    const cell = map.querySelector(".hope-map__cell:focus-visible, .hope-map__cell:hover");
    if (cell?.closest("[data-map-table]")) place(cell);
  };
  window.addEventListener("scroll", follow, { passive: true, capture: true });
})();
