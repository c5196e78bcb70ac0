// The article beside the answer, with the very characters of a citation marked.

import { byId, dated, h } from "./dom.js";
import { paragraphsOf, rangesOf, runsOf } from "./quote.js";
import { getJson } from "./service.js";

const TAGS = { title: "h2", byline: "p", caption: "p", body: "p", head: "p", row: "p" };

let opener = null;
let wanted = 0;

// Shows an article; `active` and `others` are citations (start and end count in the source file).
export async function openArticle(articleId, { active = null, others = [], from = null } = {}) {
  const turn = ++wanted;
  setOpener(from);
  byId("reader").hidden = byId("veil").hidden = false;
  setBehind(getComputedStyle(byId("veil")).display !== "none");
  byId("reader-source").textContent = "";
  byId("reader-text").replaceChildren(h("p", { class: "progress" }, "正在打开…"));
  byId("reader").focus({ preventScroll: true });
  try {
    const article = await getJson(`/v1/articles/${encodeURIComponent(articleId)}`);
    if (turn === wanted) show(article, active, others);
  } catch (trouble) {
    if (turn === wanted) byId("reader-text").replaceChildren(h("p", {}, trouble.message));
  }
}

export function closeArticle() {
  if (byId("reader").hidden) return;
  wanted++;
  setBehind(false);
  byId("reader").hidden = byId("veil").hidden = true;
  opener?.focus({ preventScroll: true });
  setOpener(null);
}

// On a phone the article lies over the page; what is behind it cannot be reached then.
function setBehind(inert) {
  for (const element of document.querySelectorAll(".masthead, main")) element.inert = inert;
}

function setOpener(element) {
  opener?.setAttribute("aria-expanded", "false");
  opener = element;
  opener?.setAttribute("aria-expanded", "true");
}

function show(article, active, others) {
  const place = active ? `，第 ${active.start}–${active.end} 字` : "";
  byId("reader-source").textContent = `${article.source} · ${dated(article.published)}${place}`;
  const marks = [...others, active].filter(Boolean).flatMap((citation) =>
    rangesOf(article, citation).map((range) => ({ ...range, active: citation === active })),
  );
  byId("reader-text").replaceChildren(...paragraphsOf(article).map((one) => element(one, marks)));
  const target = byId("reader-text").querySelector("mark.active");
  if (target) target.scrollIntoView({ block: "center" });
  else byId("reader-text").scrollTop = 0;
}

function element(paragraph, marks) {
  const children = runsOf(paragraph, marks).map(({ text, mark }) =>
    mark ? h("mark", { class: mark.active ? "active" : null }, text) : text,
  );
  return h(TAGS[paragraph.role], { class: paragraph.role }, children);
}

byId("close").addEventListener("click", closeArticle);
byId("veil").addEventListener("click", closeArticle);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeArticle();
});
