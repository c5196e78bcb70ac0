// An answer as elements: verdict, statements with markers, citations, what is missing or disputed.

import { dated, h } from "./dom.js";
import { openArticle } from "./reader.js";
import { tableElement } from "./table.js";

const VERDICTS = { answered: "已回答", partial: "部分回答", unanswerable: "文中未载" };

export function answerElement(answer) {
  const open = opener(answer.citations);
  const refused = answer.verdict === "unanswerable";
  return h(
    "div",
    { class: "answer" },
    h("p", { class: `verdict ${answer.verdict}` }, VERDICTS[answer.verdict]),
    h(
      "div",
      { class: "said" },
      refused ? h("p", {}, answer.text) : answer.statements.map((one) => said(one, open)),
    ),
    answer.table && tableElement(answer.table, (id) => marker(id, open)),
    answer.missing.length > 0 && missing(answer.missing),
    (answer.notes ?? []).map((note) => h("p", { class: "note" }, note)),
    answer.conflicts.map((conflict) => disputed(conflict, open)),
    answer.citations.length > 0 && sources("依据", answer.citations, open),
    answer.nearest.length > 0 && nearest(answer.nearest),
  );
}

// A statement that has just been verified, before the whole answer is there.
export function statementElement({ text, citations }) {
  return h("p", {}, text, ...citations.map((one) => marker(one.id, opener(citations))));
}

export function asText(answer) {
  const quotes = answer.citations.map(
    (one) => `[${one.id}] 《${one.article}》，${one.source}，${dated(one.published)}：「${one.quote}」`,
  );
  return [`问：${answer.question}`, answer.text, quotes.join("\n")].filter(Boolean).join("\n\n");
}

function opener(citations) {
  return (id, from) => {
    const active = citations.find((one) => one.id === id);
    if (!active) return;
    const others = citations.filter(
      (one) => one !== active && one.article_id === active.article_id,
    );
    openArticle(active.article_id, { active, others, from });
  };
}

function said(statement, open) {
  const markers = statement.citations.map((id) => marker(id, open));
  return h("p", {}, statement.text, ...markers, asOf(statement));
}

// What period a figure is of and when it was reported, where the article tells.
function asOf({ period, as_of: reported }) {
  const told = [period, reported && `${reported} 报道`].filter(Boolean).join(" · ");
  return told && h("span", { class: "as-of" }, told);
}

function marker(id, open) {
  const click = (event) => open(id, event.currentTarget);
  const label = `依据 ${id}，打开原文`;
  return h("button", { type: "button", class: "marker", "aria-label": label, onclick: click }, `${id}`);
}

function missing(parts) {
  return h("p", { class: "note missing" }, h("strong", {}, "文中未载："), parts.join("；"));
}

function disputed(conflict, open) {
  const markers = conflict.citations.map((id) => marker(id, open));
  return h("p", { class: "note conflict" }, h("strong", {}, "另有说法："), conflict.statement, markers);
}

// Not proof of anything said, so not numbered like it.
function nearest(citations) {
  return sources("最接近的原文，供你判断", citations, opener(citations), (id) => "甲乙丙"[id - 1]);
}

function sources(heading, citations, open, label = String) {
  const items = citations.map((one) => h("li", {}, source(one, open, label(one.id))));
  return h("section", { class: "sources" }, h("h3", {}, heading), h("ol", {}, items));
}

function source(citation, open, label) {
  const click = (event) => open(citation.id, event.currentTarget);
  return h(
    "button",
    { type: "button", class: "source", onclick: click },
    h("span", { class: "number" }, label),
    h(
      "span",
      {},
      h("q", {}, citation.quote.replace(/\s+/g, " ").trim()),
      h(
        "span",
        { class: "quiet" },
        `《${citation.article}》 `,
        h("span", { class: "whence" }, `${citation.source} · ${dated(citation.published)}`),
      ),
      (citation.also_in ?? []).length > 0 &&
        h("span", { class: "quiet reprints" }, `同文另见 ${reprints(citation.also_in)}`),
    ),
  );
}

const reprints = (articles) => articles.map((one) => `《${one.article}》 ${one.source}`).join("；");
