"""Questions to begin with: taken from the articles' own figures, shown only if answered rightly.

「历下区力争年内新增城镇就业3.9万人」 becomes 「历下区新增城镇就业多少人？」, and stays when the
answer to it is 3.9万人.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from fastapi import APIRouter

from api.answering import Answering
from api.schemas import ExampleList
from api.service import Serving
from rag.types import Answer, Article

WANTED = 4
TRIES = 12  # questions put to the answerer at most

router = APIRouter(prefix="/v1", tags=["articles"])

_SAYING = re.compile(
    r"(?P<deed>新增|新建|新开工|改造|建成|引进|整治|拆除|培育|签约|招聘|招引|完成)"
    r"(?P<thing>[\u4e00-\u9fff]{2,8}?)(?<![近约超过达到至在为于少])(?:超过|达到|不少于|近|约|超|达|至)?"
    r"(?P<figure>\d[\d.]*(?P<scale>[万亿]?)(?P<unit>个|家|所|处|座|条|项|户|人|名|公里|亩|平方米|元))"
)


@router.get("/examples")
async def examples(serving: Serving) -> ExampleList:
    """Give questions that this index answers; worked out once, at the first call."""
    answerer = serving.answerer
    async with serving.begun.lock:
        if serving.begun.questions is None:
            serving.begun.questions = await serving.workers.run(lambda: proven(answerer))
    return ExampleList(questions=serving.begun.questions)


def proven(answerer: Answering) -> list[str]:
    """Return questions, at most one an article, whose answers hold the figure they came from."""
    candidates = islice(_spread(answerer.index.articles), TRIES)
    right = (question for question, figure in candidates if _answers(answerer, question, figure))
    return list(islice(right, WANTED))


def asked_of(article: Article) -> tuple[str, str] | None:
    """Return a question about the article's first telling figure, and the figure."""
    saying = _SAYING.search(article.text)
    if saying is None or not article.regions:
        return None
    deed, thing, scale, unit = saying.group("deed", "thing", "scale", "unit")
    measure = f"{scale}元" if unit == "元" else unit
    return f"{article.regions[0]}{deed}{thing}多少{measure}？", saying["figure"]


def _spread(articles: Mapping[str, Article]) -> Iterator[tuple[str, str]]:
    """Give candidates from all over the index: every n-th article, then those after them."""
    every = list(articles.values())
    step = max(1, len(every) // WANTED)
    for first in range(step):
        for article in every[first::step]:
            if candidate := asked_of(article):
                yield candidate


def _answers(answerer: Answering, question: str, figure: str) -> bool:
    *_, answer = answerer.stream(question)
    assert isinstance(answer, Answer)
    return answer.verdict == "answered" and figure in "".join(answer.short)
