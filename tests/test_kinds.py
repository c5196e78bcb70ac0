"""Whether a text holds the kind of thing that is asked for."""

from __future__ import annotations

import pytest

from rag.kinds import lists_fit
from rag.questions import understand


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("聚焦金融集聚区和古城文化片区“两大主战场”，坚持双核引领", 1.0),
        ("聚焦金融集聚区、古城文化片区“两大主战场”", 1.0),
        ("“两大主战场”：金融集聚区，古城文化片区。", 1.0),
        ("推进“两大主战场”建设", 0.0),
        ("聚焦金融集聚区和古城文化片区，坚持双核引领", 0.0),
    ],
)
def test_a_name_that_counts_is_told_whole_by_as_many_things(text: str, fits: float) -> None:
    (part,) = understand("甘泉区的“两大主战场”是哪两个？").parts
    assert lists_fit(part, text) == fits
