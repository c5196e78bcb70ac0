// The conversation: questions put to the service, answers as they come, what was said before.

import { answerElement, statementElement } from "./answer.js";
import { deedsElement } from "./deeds.js";
import { byId, h } from "./dom.js";
import { Trouble, eventsOf, post, troubleOf, useKey } from "./service.js";

const REMEMBERED = 8; // messages sent along as history

let history = [];
let running = null;

export async function ask(question) {
  if (running) return;
  byId("welcome").hidden = true;
  const place = h("div", {}, progress("正在检索…"));
  const turn = h("article", { class: "turn" }, h("h2", {}, question), place);
  byId("feed").append(turn);
  turn.scrollIntoView({ block: "start" });
  await attempt(question, place);
}

export function stop() {
  running?.abort();
}

export function startAfresh() {
  stop();
  history = [];
  byId("feed").replaceChildren();
  byId("welcome").hidden = false;
  byId("fresh").hidden = true;
}

async function attempt(question, place) {
  running = new AbortController();
  busy(true);
  try {
    const answer = await listen(question, place, running.signal);
    place.replaceChildren(answerElement(answer), deedsElement(answer));
    remember(question, answer);
  } catch (error) {
    place.replaceChildren(troubleElement(error, question, place));
  } finally {
    running = null;
    busy(false);
  }
}

async function listen(question, place, signal) {
  const response = await post("/v1/answers", { question, history, stream: true }, signal);
  const said = h("div", { class: "said" });
  for await (const { name, data } of eventsOf(response)) {
    if (name === "error") throw troubleOf(data);
    if (name === "answer") return data;
    if (name === "passages") {
      place.replaceChildren(said, progress(`找到 ${data.passages.length} 段相关原文，正在阅读和核对…`));
    }
    if (name === "statement") said.append(statementElement(data));
  }
  throw new Trouble("unreachable");
}

function remember(question, answer) {
  const plain = answer.text.replaceAll(/\[\d+\]/g, "");
  history.push({ role: "user", content: question }, { role: "assistant", content: plain });
  history = history.slice(-REMEMBERED);
  byId("fresh").hidden = false;
}

function busy(yes) {
  byId("send").hidden = yes;
  byId("stop").hidden = !yes;
}

function progress(text) {
  return h("p", { class: "progress" }, text);
}

function troubleElement(error, question, place) {
  if (error.name === "AbortError") return h("p", { class: "quiet" }, "已停止。");
  if (!(error instanceof Trouble)) throw error;
  const again = () => {
    place.replaceChildren(progress("正在检索…"));
    attempt(question, place);
  };
  return h(
    "div",
    { class: "trouble", role: "alert" },
    h("p", {}, error.message),
    error.detail && h("p", { class: "quiet", lang: "en" }, error.detail),
    error.wantsKey ? keyForm(again) : h("button", { type: "button", class: "plain", onclick: again }, "再问一次"),
  );
}

export function keyForm(then) {
  const input = h("input", { type: "password", "aria-label": "访问密钥", autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    useKey(input.value.trim());
    then();
  };
  return h("form", { class: "key", onsubmit: submit }, input, h("button", { class: "plain" }, "使用密钥"));
}
