// What can be done with an answer: copy it, praise it, complain about it; and how long it took.

import { asText } from "./answer.js";
import { h } from "./dom.js";
import { post } from "./service.js";

export function deedsElement(answer) {
  const up = thumb("有用", "up");
  const down = thumb("有误", "down");
  const comment = h("div", {});
  const row = h("div", { class: "deeds" }, copyButton(answer), up, down, timing(answer));

  async function vote(button) {
    for (const each of [up, down]) each.setAttribute("aria-pressed", `${each === button}`);
    comment.replaceChildren(
      button === down ? commentForm(answer, comment) : h("p", { class: "quiet" }, "谢谢，已记下。"),
    );
    await keep({ answer_id: answer.id, thumb: button.dataset.thumb }, comment);
  }
  for (const each of [up, down]) each.addEventListener("click", () => vote(each));
  return h("div", {}, row, comment);
}

function thumb(label, value) {
  return h("button", { type: "button", "aria-pressed": "false", "data-thumb": value }, label);
}

function commentForm(answer, place) {
  const input = h("input", { "aria-label": "哪里有误", placeholder: "哪里有误？（可不填）", maxlength: 2000 });
  const submit = async (event) => {
    event.preventDefault();
    place.replaceChildren(h("p", { class: "quiet" }, "谢谢，已记下。"));
    if (!input.value.trim()) return;
    await keep({ answer_id: answer.id, thumb: "down", comment: input.value.trim() }, place);
  };
  return h("form", { class: "comment", onsubmit: submit }, input, h("button", { class: "plain" }, "提交"));
}

async function keep(opinion, place) {
  try {
    await post("/v1/feedback", opinion);
  } catch (trouble) {
    place.replaceChildren(h("p", { class: "quiet" }, `没有记下：${trouble.message}`));
  }
}

function copyButton(answer) {
  const button = h("button", { type: "button" }, "复制");
  button.addEventListener("click", async () => {
    const copied = await copy(asText(answer));
    button.textContent = copied ? "已复制" : "复制不了";
    setTimeout(() => (button.textContent = "复制"), 2000);
  });
  return button;
}

// Pages opened over plain HTTP from another machine have no clipboard object.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const area = h("textarea", { class: "hidden" });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

function timing({ timings_ms: spent, model }) {
  const whole = (value) => (value < 10 ? value.toFixed(1) : Math.round(value));
  const stages = `检索 ${whole(spent.retrieve)}，阅读 ${whole(spent.read)}，核对 ${whole(spent.verify)} 毫秒`;
  const models = [model.encoder, model.reader, model.generator].filter(Boolean).join("，");
  return h("span", { class: "quiet timing", title: `${stages}\n${models}` }, `${whole(spent.total)} 毫秒`);
}
