"""Systems behind an address: this project's HTTP API, or an OpenAI-compatible endpoint.

An endpoint that keeps the whole Answer under ``quanwen`` is judged by it; any other gives prose
alone, so that what its answers rest on cannot be scored.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from rag.answer_json import read_answer
from rag.errors import SystemFailed, UsageError
from rag.evaluate import Listed, Opaque, Reply, Sources
from rag.gold import Gold, as_asked
from rag.prosaic import prose_reply
from rag.types import Answer

CHAT = "/chat/completions"
ANSWERS = "/v1/answers"

BUSY = (429, 503)
TRIES = 4
LONGEST_WAIT_S = 30.0
MOST_PASSAGES = 50

INSTRUCTION = "请只根据给出的文档回答问题。文档中没有答案时，只回答：文档信息不足，无法回答该问题。"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to ask, how long to wait, and the key to show."""

    url: str
    timeout_s: float = 60.0
    key: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no address."""
        if not urlsplit(self.url).hostname:
            raise UsageError(f"--system {self.url!r} names no host: write http://HOST:PORT.")

    def at(self, url: str) -> Address:
        """Return another place of the same server."""
        return Address(url, self.timeout_s, self.key)

    def ask(self, body: Mapping[str, object] | None) -> dict[str, Any]:
        """Return the JSON object that the address gives for a body (None: for a mere look).

        A server that is busy is asked again after as long as it says.

        Raises:
            SystemFailed: it cannot be reached, is too slow, refuses or gives no JSON object.
        """
        for last in (*[False] * (TRIES - 1), True):
            try:
                return _object(self._sent(body), self.url)
            except HTTPError as error:
                if error.code not in BUSY or last:
                    raise SystemFailed(_refused(self.url, error)) from None
                time.sleep(_wait_s(error))
            except TimeoutError:
                raise SystemFailed(f"{self.url} gave no answer in {self.timeout_s:g} s.") from None
            except (URLError, HTTPException, OSError) as error:
                reason = getattr(error, "reason", None) or error
                raise SystemFailed(f"{self.url} cannot be asked: {reason}.") from None
        raise AssertionError("the last try returns or raises")

    def _sent(self, body: Mapping[str, object] | None) -> bytes:
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        with _opener(self.url).open(
            Request(self.url, data, headers), timeout=self.timeout_s
        ) as reply:
            whole: bytes = reply.read()
            return whole


def _opener(url: str) -> OpenerDirector:
    """Return what opens an address; one of this machine never goes over a proxy."""
    own = urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    return build_opener(ProxyHandler({})) if own else build_opener()


def _object(data: bytes, url: str) -> dict[str, Any]:
    try:
        record = json.loads(data)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise SystemFailed(f"{url} gave no JSON object: {data[:80]!r}.")
    return record


def _refused(url: str, error: HTTPError) -> str:
    said = error.read()[:2000].decode("utf-8", "replace")
    try:
        problem = json.loads(said)
        detail = problem.get("detail") or problem.get("error", {}).get("message")
    except (ValueError, AttributeError):
        detail = None
    return f"{url} refused with status {error.code}: {detail or said[:200] or error.reason}"


def _wait_s(error: HTTPError) -> float:
    told = error.headers.get("Retry-After", "")
    return min(LONGEST_WAIT_S, float(told) if told.isdigit() else 1.0)


def _answer(record: object, url: str) -> Answer:
    try:
        if isinstance(record, Mapping):
            return read_answer(record)
        raise TypeError("it is no object")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SystemFailed(f"{url} gave no Answer of the contract: {error!r}.") from None


class HttpApi(Opaque):
    """Asks ``POST /v1/answers``, and ``POST /v1/search`` for the ranking."""

    def __init__(self, address: Address, sources: Sources) -> None:
        base = address.url.rstrip("/").removesuffix(ANSWERS)
        self._answers = address.at(base + ANSWERS)
        self._search = address.at(base + "/v1/search")
        super().__init__(sources)

    def reply(self, gold: Gold) -> Reply:
        """Return the answer that the API gives.

        Raises:
            SystemFailed: it gives none.
        """
        return Reply(_answer(self._answers.ask(as_asked(gold)), self._answers.url))

    def passages(self, gold: Gold, k: int) -> Sequence[Listed] | None:
        """Return the ranking; None from a server that gives none."""
        try:
            found = self._search.ask({"question": gold.question, "k": min(k, MOST_PASSAGES)})
            return [Listed(one["source"], one["text"]) for one in found["passages"]]
        except (SystemFailed, KeyError, TypeError):
            return None


class Chat(Opaque):
    """Asks an OpenAI-compatible endpoint; documents go into the message."""

    def __init__(self, address: Address, sources: Sources, model: str | None = None) -> None:
        self._address = address
        super().__init__(sources)
        self._model = model

    def reply(self, gold: Gold) -> Reply:
        """Return the whole Answer where there is one, else prose.

        Raises:
            SystemFailed: the endpoint gives neither.
        """
        body = {"model": self._named(), "messages": messages(gold), "temperature": 0}
        record = self._address.ask(body)
        if record.get("quanwen") is not None:
            return Reply(_answer(record["quanwen"], self._address.url))
        try:
            content = record["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError):
            content = None
        if not isinstance(content, str):
            raise SystemFailed(f"{self._address.url} gave no choices[0].message.content.")
        return prose_reply(gold, content)

    def _named(self) -> str:
        if self._model is None:
            listed = self._address.at(self._address.url.removesuffix(CHAT) + "/models").ask(None)
            try:
                self._model = str(listed["data"][0]["id"])
            except (KeyError, IndexError, TypeError):
                raise SystemFailed(
                    f"{self._address.url} lists no model: name one with --model."
                ) from None
        return self._model


def messages(gold: Gold) -> list[dict[str, str]]:
    """Return a question as chat messages, its documents before it."""
    earlier = [{"role": turn.role, "content": turn.content} for turn in gold.history]
    asked = gold.question
    if not gold.documents:
        return [*earlier, {"role": "user", "content": asked}]
    given = "\n".join(document.text for document in gold.documents)
    return [
        {"role": "system", "content": INSTRUCTION},
        *earlier,
        {"role": "user", "content": f"文档：\n{given}\n\n问题：\n{asked}"},
    ]
