// The page's start: which view the address names, the question box, and when the server is ready.

import { byId, h } from "./dom.js";
import { cardElement, listArticles } from "./library.js";
import { closeArticle, openArticle } from "./reader.js";
import { getJson } from "./service.js";
import { ask, keyForm, startAfresh, stop } from "./talk.js";

const STARTERS = 4;
const question = byId("question");

// #/ asks, #/articles lists, #/articles/ID/START-END opens an article with those characters marked.
function route() {
  const [, view, id, range] = location.hash.split("/");
  const library = view === "articles";
  byId("ask").hidden = library;
  byId("library").hidden = !library;
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.dataset.view === (library ? "library" : "ask");
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  closeArticle();
  if (library) listArticles();
  if (id) openArticle(decodeURIComponent(id), { active: markOf(range) });
}

function markOf(range) {
  const [start, end] = (range ?? "").split("-").map(Number);
  return end > start ? { start, end } : null;
}

async function untilReady() {
  const holdings = byId("holdings");
  try {
    const { articles, pages } = await getJson("/readyz");
    holdings.textContent = articles
      ? `已收录 ${pages} 个版面、${articles} 篇文章。答案只出自这些文章；文章没有写的，会直说。`
      : "还没有收录文章：把版面放进文件夹，再运行 quanwen index。";
    await showStarters();
  } catch (trouble) {
    if (trouble.wantsKey) return holdings.replaceChildren(trouble.message, keyForm(untilReady));
    holdings.textContent = trouble.message;
    if (trouble.kind === "unavailable") holdings.append(h("br"), trouble.detail);
    setTimeout(untilReady, 1500);
  }
  return undefined;
}

// Questions that this index is known to answer; where there are none, articles to read first.
async function showStarters() {
  const { questions } = await getJson("/v1/examples");
  const buttons = questions.map((text) =>
    h("button", { type: "button", class: "card title", onclick: () => ask(text) }, text),
  );
  const items = buttons.length ? buttons : await someArticles();
  byId("starters-heading").textContent = buttons.length ? "可以这样问" : "从一篇文章问起";
  byId("starters-list").replaceChildren(...items.map((item) => h("li", {}, item)));
  byId("starters").hidden = items.length === 0;
}

// Articles from all over the index, so that a reader sees what there is to ask about.
async function someArticles() {
  const { total } = await getJson("/v1/articles?limit=1");
  const step = Math.max(1, Math.floor(total / STARTERS));
  const offsets = Array.from({ length: Math.min(STARTERS, total) }, (_, at) => at * step);
  const lists = await Promise.all(
    offsets.map((offset) => getJson(`/v1/articles?limit=1&offset=${offset}`)),
  );
  return lists.flatMap(({ articles }) => articles.map(cardElement));
}

function send(event) {
  event.preventDefault();
  const text = question.value.trim();
  if (!text || byId("send").hidden) return question.focus();
  question.value = "";
  return ask(text);
}

byId("composer").addEventListener("submit", send);
question.addEventListener("keydown", (event) => {
  // Enter also ends a word of an input method; then it must not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
});
byId("stop").addEventListener("click", stop);
byId("fresh").addEventListener("click", () => {
  startAfresh();
  question.focus();
});
window.addEventListener("hashchange", route);

route();
untilReady();
