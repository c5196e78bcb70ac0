// The HTTP face as functions: JSON in, JSON or events out, every failure a Trouble.

const TROUBLES = {
  "not-ready": "索引和模型还在载入，请稍候再问。",
  overloaded: "同时提问的人太多，请稍候再问。",
  rate: "提问太频繁，请稍候再问。",
  "too-large": "内容太长，请缩短后再问。",
  "key-missing": "此服务需要访问密钥。",
  "key-unknown": "访问密钥不对。",
  "no-article": "没有找到这篇文章，索引可能已更新。",
  unavailable: "索引或模型不可用。",
  unusable: "这个问题无法处理。",
  internal: "服务器出错了，原因已记入日志。",
  unreachable: "连不上服务器，请检查它是否在运行。",
};

let key = sessionStorage.getItem("key");

export class Trouble extends Error {
  constructor(kind, detail = "") {
    super(TROUBLES[kind] ?? "出错了。");
    this.kind = kind;
    this.detail = detail;
  }

  get wantsKey() {
    return this.kind.startsWith("key-");
  }
}

export function useKey(value) {
  key = value;
  sessionStorage.setItem("key", value);
}

export async function getJson(path) {
  return (await send(path, {})).json();
}

export async function post(path, body, signal) {
  return send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

// Yields {name, data} for each server-sent event; comments are skipped.
export async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read().catch((error) => {
      throw error.name === "AbortError" ? error : new Trouble("unreachable");
    });
    if (done) return;
    const frames = (rest + value).split("\n\n");
    rest = frames.pop();
    for (const frame of frames) {
      const fields = Object.fromEntries(frame.split("\n").map(field));
      if (fields.data) yield { name: fields.event, data: JSON.parse(fields.data) };
    }
  }
}

export function troubleOf(problem) {
  return new Trouble(problem.type?.split(":").pop() ?? "internal", problem.detail);
}

function field(line) {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

async function send(path, options) {
  const headers = { ...options.headers, ...(key && { Authorization: `Bearer ${key}` }) };
  const response = await fetch(path, { ...options, headers }).catch((error) => {
    throw error.name === "AbortError" ? error : new Trouble("unreachable");
  });
  if (response.ok) return response;
  throw troubleOf(await response.json().catch(() => ({})));
}
