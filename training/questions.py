"""Makes questions out of news: a piece of a sentence is the answer, the rest of it the question.

    python -m training.questions --data DATA --out OUT/pseudo.jsonl --rows 60000 --seed 1

Each row is ``{question, context, answer, start, kind}``; ``answer`` is "" where the context does
not say. Questions lose words, change words for others of like meaning, and move the question word,
so that copying the sentence does not answer them. Some ask with one report's words over another
report of the same figure. About one in four has no answer, mostly because the subject or the year
is another one than the passage's.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import jieba

from rag.askable import NUMBER, Found, askable, asked_for, tail_for
from training.news import SUBJECT, News, counted, documents

YEAR = re.compile(r"(?:19|20)\d\d\s?年")
COLLECTIVE = re.compile(
    r"等?(?P<name>[“]?[一二三四五六七八九十\d]{1,2}(?:大|个|项|种|类|条|点)[^，。；：、]{2,8})"
)
ALIKE = """
增长 增加 上升 提高 提升/ 新增 增加 新添/ 举行 举办 召开 开幕/ 表示 说 称 认为/
建成 建好 完成 建设完成/ 下降 减少 降低 下滑/ 目前 现在 当前/ 达到 达 为 是/
开展 进行 组织 实施/ 推出 发布 公布 上线/ 总投资 投资总额 投资/ 共有 有 总共/
累计 一共 总共 共/ 预计 预期 估计/ 启动 开始 开工/ 位于 在 坐落于/ 负责人 领导 主管/
收入 营收 营业收入/ 获得 得到 取得 拿到/ 完善 改善 健全/ 同比 比去年 较上年/
打造 建设 建立/ 引进 引入 招引/ 居民 市民 群众 百姓/ 企业 公司 单位/ 儿童 孩子 小孩/
老人 老年人 长者/ 医院 医疗机构/ 学生 学员 同学/ 购买 买 购入/ 就业 工作 上岗/
销售 卖 售/ 导致 造成 引起/ 帮助 协助 支持/ 采取 采用 运用/ 全国 国内/ 发现 查出 找到/
要求 规定 提出/ 涉及 包括 涵盖/ 参加 参与 出席
"""  # words of like meaning, a group before each stroke
SHARE = {"figure": 6, "list": 5, "clause": 1}  # how often a kind is asked for; others 2
LIKE = {word: group for group in map(str.split, ALIKE.split("/")) for word in group}


@dataclass(frozen=True, slots=True)
class Row:
    """One question over one passage; ``answer`` is empty where the passage does not say."""

    question: str
    context: str
    answer: str
    start: int
    kind: str


def reworded(text: str, drop: float, rng: random.Random) -> str:
    """Return the text without some words, some others changed for words of like meaning."""
    kept = []
    for word in jieba.cut(text):
        if rng.random() < drop:
            continue
        alike = LIKE.get(word)
        kept.append(rng.choice(alike) if alike and rng.random() < 0.35 else word)
    return "".join(kept)


def question_about(sentence: str, found: Found, subject: str, rng: random.Random) -> str:
    """Return a question whose answer is that piece of the sentence."""
    named = COLLECTIVE.match(sentence, found.end) if found.kind == "list" else None
    if named and rng.random() < 0.6:
        question = named["name"] + tail_for(found, rng)
    else:
        left, right = _around(sentence, found, rng)
        drop = rng.choice((0.0, 0.15, 0.3, 0.5))
        question = _shaped(reworded(left, drop, rng), reworded(right, drop, rng), found, rng)
    if subject and subject not in question and rng.random() < 0.6:
        question = subject + rng.choice(("", "的", "")) + question
    question = re.sub(r"[，、：；。！？“\s]*$|^[，、：；。！？”\s]+|\n", "", question)
    return question[-60:] + rng.choice(("？", "？", "？", "?", ""))


def _shaped(left: str, right: str, found: Found, rng: random.Random) -> str:
    shape = rng.random()
    if shape < 0.5:
        return left + asked_for(found, rng) + right
    if shape < 0.9:
        return left + right.removeprefix("的") + tail_for(found, rng)
    return asked_for(found, rng) + (right + left if rng.random() < 0.3 else left + right)


def _around(sentence: str, found: Found, rng: random.Random) -> tuple[str, str]:
    left, right = sentence[: found.start], sentence[found.end :]
    left = re.sub(r"(?:因为|由于|原因是|缘于|为了|旨在|目的是|以便)$", "", left)
    before, after = re.split(r"[，：；]", left), re.split(r"[，。；！？：]", right)
    left = "".join(before[-rng.choice((1, 1, 2, 2, 3)) :])
    if len(left) < 4 and len(before) > 1:
        left = "".join(before[-2:])
    right = after[0][:30]
    if len(left) + len(right) < 8 and len(after) > 1:
        right += after[1][:30]
    return left[-45:], right


def passage_around(parts: list[str], at: int, size: int, rng: random.Random) -> tuple[str, int]:
    """Return sentences around ``at``, about ``size`` characters, and where ``at`` begins."""
    first, last, length = at, at, len(parts[at])
    while length < size and (first > 0 or last + 1 < len(parts)):
        if first > 0 and (rng.random() < 0.5 or last + 1 == len(parts)):
            first -= 1
            length += len(parts[first])
        else:
            last += 1
            length += len(parts[last])
    text, begin = "".join(parts[first : last + 1]), sum(map(len, parts[first:at]))
    cut = max(0, min(begin - rng.randint(0, size // 2), len(text) - size))
    return text[cut : max(cut + size, begin + len(parts[at]))], begin - cut


def rows_of(number: int, news: News, rng: random.Random, want: int = 2) -> Iterator[Row]:
    """Yield at most ``want`` questions about one document."""
    parts = news.documents[number]
    options = [(at, f) for at, p in enumerate(parts) if news.usable(p) for f in askable(p)]
    for at, found in _varied(options, want, rng):
        answer = parts[at][found.start : found.end]
        spot = _retold(answer, number, at, news, rng) or (number, at, found.start)
        row = _over(answer, spot, news, rng)
        subject = _subject(parts, row.context, rng)
        question = question_about(parts[at], found, subject, rng)
        if len(question) >= 6 and whole(parts[at], found):
            row = Row(question, row.context, answer, row.start, found.kind)
            yield _unanswered(row, parts, news, rng) if rng.random() < 0.3 else row


def _varied(
    options: list[tuple[int, Found]], want: int, rng: random.Random
) -> list[tuple[int, Found]]:
    by_kind = defaultdict(list)
    for option in options:
        by_kind[option[1].kind].append(option)
    kinds = [k for k in by_kind for _ in range(SHARE.get(k, 2))]
    return [rng.choice(by_kind[rng.choice(kinds)]) for _ in range(want)] if kinds else []


def whole(sentence: str, found: Found) -> bool:
    """Tell whether a place, a person or an organisation begins and ends between words."""
    if found.kind not in ("place", "person", "org", "list"):
        return True
    inside, at = [], 0
    for word in jieba.cut(sentence):
        at += len(word)
        inside += [at] if found.start < at <= found.end else []
        if at == found.start:
            inside.append(at)
    edges = {found.start, found.end} <= {0, *inside}
    return edges and (
        found.kind == "list" or len({*inside, found.start}) <= (6 if found.kind == "org" else 3)
    )


def _retold(
    answer: str, number: int, at: int, news: News, rng: random.Random
) -> tuple[int, int, int] | None:
    """Return another sentence that says the same in other words, and where the answer is in it."""
    here = set(pairwise(news.documents[number][at]))
    places = news.told.get(answer, [])
    for there, spot in rng.sample(places, min(6, len(places))):
        part = news.documents[there][spot]
        pairs = set(pairwise(part))
        if 0.2 < len(here & pairs) / min(len(here), len(pairs)) < 0.75:
            return there, spot, part.index(answer)
    return None


def _subject(parts: list[str], context: str, rng: random.Random) -> str:
    """Return what the document is about, unless the passage speaks of another of its kind."""
    subject = next((m[0] for m in SUBJECT.finditer("".join(parts)[:200])), "")
    other = subject not in context and any(
        m[0][-1] == subject[-1:] for m in SUBJECT.finditer(context)
    )
    return "" if other or rng.random() < 0.5 else subject


def _over(answer: str, spot: tuple[int, int, int], news: News, rng: random.Random) -> Row:
    """Return a passage around the spot, its question still open, some under their heading."""
    number, at, inside = spot
    parts = news.documents[number]
    context, begin = passage_around(parts, at, rng.randint(70, 230), rng)
    start = begin + inside
    heading = re.split(r"[，。！？\n]", parts[0][:60])[0][:40]
    if rng.random() < 0.4 and not context.startswith(heading):
        context, start = heading + "\n" + context, start + len(heading) + 1
    return Row("", context, answer, start, "")


def _unanswered(row: Row, parts: list[str], news: News, rng: random.Random) -> Row:
    """Return the row made unanswerable: another subject or year, or another passage."""
    swapped = _swapped(row, news, rng) if rng.random() < 0.8 else None
    if swapped:
        return Row(swapped, row.context, "", -1, "other subject")
    m = NUMBER.match(row.context, row.start) if row.kind == "figure" else None
    like = news.counted.get(counted(row.context, m), []) if m else []
    like = [p for p in rng.sample(like, min(5, len(like))) if row.answer not in p]
    if like:
        return Row(row.question, "".join(like[:3])[:260], "", -1, "like figure")
    far = [p for p in parts if p not in row.context and row.answer not in p and len(p) > 20]
    if not far:
        return row
    at = rng.randrange(len(far))
    return Row(row.question, "".join(far[at : at + 4])[:260], "", -1, "same document")


def _swapped(row: Row, news: News, rng: random.Random) -> str | None:
    """Return the question about a subject or year that the passage does not speak of, or None."""
    for m in (*SUBJECT.finditer(row.question), *YEAR.finditer(row.question)):
        if m[0] not in row.context:
            continue
        known = news.subjects.get(m[0][-1]) or [m[0]]
        year = YEAR.fullmatch(m[0])
        new = f"{int(m[0][:4]) + rng.choice((-2, -1, -1, 1))}年" if year else rng.choice(known)
        if new not in row.context:
            return row.question.replace(m[0], new)
    spoken = [m[0] for m in SUBJECT.finditer(row.context)]
    if not spoken or SUBJECT.search(row.question):
        return None
    new = rng.choice(news.subjects.get(rng.choice(spoken)[-1]) or spoken)
    return new + row.question if new not in row.context else None


def main() -> None:
    """Write the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    texts = documents(args.data)
    rng.shuffle(texts)
    news = News.of(texts[: args.rows])
    written = 0
    with args.out.open("w") as out:
        for number in range(len(news.documents)):
            for row in rows_of(number, news, rng):
                out.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
                written += 1
            if written >= args.rows:
                break


if __name__ == "__main__":
    main()
