// The parts of a question side by side: one citation a cell, what is not reported left pale.

import { h } from "./dom.js";

export function tableElement(table, marker) {
  const head = table.columns.map((name) => h("th", { scope: "col" }, name));
  const rows = table.rows.map((row) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, row.label),
      row.cells.map((cell) => cellElement(cell, marker)),
    ),
  );
  return h(
    "div",
    { class: "figures", tabindex: "0", role: "region", "aria-label": "数据对照表" },
    h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)),
  );
}

function cellElement(cell, marker) {
  if (cell.citation == null) return h("td", { class: "blank" }, cell.text);
  const told = [cell.period, cell.as_of && `${cell.as_of} 报道`].filter(Boolean).join(" · ");
  return h("td", {}, cell.text, marker(cell.citation), told && h("span", { class: "as-of" }, told));
}
