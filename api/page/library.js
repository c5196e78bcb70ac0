// The list of all articles, sifted by the service and grown page by page.

import { byId, dated, h } from "./dom.js";
import { openArticle } from "./reader.js";
import { getJson } from "./service.js";

const PAGE = 50;

let turn = 0;

export async function listArticles({ more = false } = {}) {
  const mine = ++turn;
  const list = byId("articles");
  const offset = more ? list.children.length : 0;
  const query = new URLSearchParams({ limit: PAGE, offset, q: byId("sift").value.trim() });
  try {
    const found = await getJson(`/v1/articles?${query}`);
    if (mine !== turn) return;
    if (!more) list.replaceChildren();
    list.append(...found.articles.map((article) => h("li", {}, cardElement(article))));
    byId("count").textContent = found.total ? `共 ${found.total} 篇` : nothing();
    byId("more").hidden = list.children.length >= found.total;
  } catch (trouble) {
    if (mine === turn) byId("count").textContent = trouble.message;
  }
}

export function cardElement(article) {
  const facts = [article.source, dated(article.published), ...article.regions.slice(0, 2)];
  const click = (event) => openArticle(article.article_id, { from: event.currentTarget });
  return h(
    "button",
    { type: "button", class: "card", "aria-expanded": "false", onclick: click },
    h("span", { class: "title" }, article.title || "（无题）"),
    h("span", { class: "quiet" }, `${facts.join(" · ")} · ${article.characters} 字`),
  );
}

function nothing() {
  return byId("sift").value.trim() ? "没有符合的文章。" : "还没有收录文章：把版面放进文件夹，再运行 quanwen index。";
}

byId("more").addEventListener("click", () => listArticles({ more: true }));
let pause = 0;
byId("sift").addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(listArticles, 200);
});
