"""A made-up gazette: two districts with the same indicators, an earlier year, another city."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from rag.types import Page

SUZHOU = """姑苏区：办好民生实事

2022年3月8日 本报记者 李明

记者从姑苏区获悉，今年姑苏区将新建学校12所，新增学位1.2万个。全区计划投入3.6亿元改造老旧小区45个，惠及居民2.3万户。
“让孩子在家门口上好学。”姑苏区教育局局长陈静说。



吴江区：民生投入再加码

2022年3月8日 本报记者 张伟

记者从吴江区获悉，今年吴江区将新建学校9所，新增学位8600个。全区计划投入2.8亿元改造老旧小区31个，惠及居民1.7万户。
"""

EARLIER = """姑苏区晒出教育成绩单

2019年12月20日 本报记者 王芳

2019年，姑苏区新建学校7所，新增学位6400个。全区教师总数达到5800人。
"""

CHANGSHA = """岳麓区文旅市场升温

2022年5月6日 本报记者 赵雷

五一假期，岳麓区接待游客86.5万人次，实现旅游收入7.9亿元。岳麓区文旅局重点打造夜间演艺、非遗市集、湘江夜游三大品牌。
"""

PAGES = {"suzhou.txt": SUZHOU, "2019/gusu.txt": EARLIER, "changsha.txt": CHANGSHA}


def pages() -> list[Page]:
    """Return the gazette as pages."""
    return [Page(source, text, sha256(text.encode()).hexdigest()) for source, text in PAGES.items()]


def write(folder: Path) -> Path:
    """Write the gazette's pages below a folder and return it."""
    for source, text in PAGES.items():
        path = folder / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
