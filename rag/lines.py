"""What a line of a newspaper is by its own looks: names, the page's date, a caption, a dateline.

Does not: look at the lines around it (``layout`` does).
"""

from __future__ import annotations

import re

_TOKENS = re.compile(r"[^\s、，,/／:：|丨（）()□■◎●○◆◇☆★▢]+")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,8})?|[A-Z][A-Za-z.'’-]{0,15}")
_TRADE = re.compile(
    r"[\u4e00-\u9fff·]{0,14}(?:记者|通讯员|评论员|实习生|特约作者)"
    r"(?!手记|调查|观察|走访|日记|体验|之家|见闻|笔记|探访|直击|获悉|了解)(?:[\u4e00-\u9fff]{2,4})?"
)
_CRAFT = re.compile(
    "[文图片摄]|文图|图文|摄影|摄像|图片|供图|作者|撰文|撰稿|编辑|责编|责任编辑|美编|校对|整理|策划|统筹|来源|供稿"
)
_REPORTED = re.compile(r"[\u4e00-\u9fff]{0,6}报道|[\u4e00-\u9fff]{2,6}电|摄影报道")
_OUTLET = re.compile(
    r"[\u4e00-\u9fff·]{1,16}(?:报|晨刊|周刊|新闻|客户端|融媒|通讯社|新华社|壹点|在线|频道|中心|网)"
)
_SHEET = re.compile(
    r"星期[一二三四五六日天]|周[一二三四五六日]|\d{1,2}|(?:第|今日|本期)?[A-Z]?\d{1,3}版(?:[\u4e00-\u9fff]{2,4})?"
    r"|总?第\d{1,6}[期号]|农历\S{1,12}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{0,8}"
    r"|[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,6})?"
    r"|发布时间|出版日期|责任编辑\S{0,8}"
)
_DAY = "[\\d一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:^|(?<=[\s:：|丨报]))(?:[12]\d{{3}}|[〇零一二三四五六七八九]{{4}})\s?[年\-./]\s?{_DAY}\s?[月\-./]"
    rf"\s?{_DAY}\s?日?(?=$|[\s,|丨:：]|星期|周|第)"
)
_CAPTION = re.compile(
    r"[▲▼△▽↑↓←→◀▶]|图[①-⑳\d一二三四五六七八九十]*[:：为]|图[①-⑳\d]|[-*]?\s*[①-⑳]\S.{0,40}$"
    r"|[（(]?(?:资料图|上图|下图|左图|右图|题图)[)）]?[:：为]?\s*"
)
_CREDIT = re.compile(
    r"(?:摄影?[:：\s]*[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,4}\s*/?摄影?|供图|资料图|[（(][^（）]{0,16}摄[）)]"
    r"|图/\S{2,12})[。)）]?$"
)
_DATELINE = re.compile(
    r"(?:据)?(?:本报|本刊|本台|本网|新华社|新华网|中新社|中新网|人民网|央视|央广网|[\u4e00-\u9fff]{2,4}[日晚晨早商时]报)"
    r"[^。，,]{0,24}?(?:讯|电|消息)(?=[\s（(：:，,]|$)"
    r"|[（(](?:本报|见习|实习|首席)*(?:记者|通讯员|实习生)[^）)]{2,30}[）)]"
)
_BOX = re.compile(
    r"[^\w]*(?:(?:相关|新闻|背景|知识|资料)?(?:链接|延伸)|延伸阅读|(?:温馨)?小?贴士|(?:温馨)?提[示醒]|名词解释"
    r"|(?:新闻)?背景(?:资料)?|小知识|编后语?|记者手记)[^\w]*"
)
_ASKED = re.compile(
    r"(?:(?:本报|本刊|本台)?(?:记者|编者)|[\u4e00-\u9fff]{2,6}[日晚晨早商时]报|主持人|网友|读者|问|[QＱ])\s?[:：]\s?(.*[？?])[”」]?"
)
_LABEL = re.compile(r"【(?![一二三四五六七八九十\d]+】)[^【】]{2,12}】")


def is_byline(text: str) -> bool:
    """Say whether a line is names and what they did: □记者 王健 报道, 文/片 …, （记者 王健）.

    The day and the paper may stand beside them.
    """
    tokens = _TOKENS.findall(_DATE.sub(" ", text))
    if len(text) > 60 or not tokens or re.search("[。；！？“”]", text):
        return False
    forms = (_NAME, _TRADE, _CRAFT, _REPORTED, _OUTLET)
    if not all(any(form.fullmatch(token) for form in forms) for token in tokens):
        return False
    crafts = _CRAFT.fullmatch(tokens[0]) and (len(tokens) == 1 or re.search("[/／:：]", text))
    reports = len(tokens) > 1 and tokens[-1].endswith("报道")
    trades = any(_TRADE.fullmatch(token) for token in tokens)
    return bool(text[0] in "□■◎▢" or crafts or reports or trades)


def is_sheet_line(text: str) -> bool:
    """Say whether a line is the page's own: its paper, date and number, no sentence, no names."""
    if len(text) > 60 or not _DATE.search(text):
        return False
    rest = _TOKENS.findall(_DATE.sub(" ", text))
    if any(_TRADE.fullmatch(token) for token in rest):
        return False
    return all(_SHEET.fullmatch(token) or _OUTLET.fullmatch(token) for token in rest)


def is_outlet(text: str) -> bool:
    """Say whether a line is only the name of a paper, an agency or a site."""
    return bool(_OUTLET.fullmatch(text))


def undated(text: str) -> str:
    """Return a line without its date: 江城网 2023-07-26 记者 李明 is 江城网 记者 李明."""
    return " ".join(_DATE.sub(" ", text).split())


def is_box(text: str) -> bool:
    """Say whether a line heads a box that belongs to an article: 相关链接, 小贴士."""
    return bool(_BOX.fullmatch(text))


def asked_in(text: str) -> str:
    """Return the question that a line of an interview asks, "" for no such line.

    >>> asked_in("记者：公司有多少员工？")
    '公司有多少员工？'
    """
    found = _ASKED.fullmatch(text.strip())
    return found[1] if found else ""


def is_label(text: str) -> bool:
    """Say whether a line is a label in brackets and nothing else: 【更正】."""
    return bool(_LABEL.fullmatch(text))


def is_caption(text: str) -> bool:
    """Say whether a line tells of a picture: it has a mark or a photographer's name."""
    return len(text) <= 80 and bool(_CAPTION.match(text) or _CREDIT.search(text))


def is_dateline(text: str) -> bool:
    """Say whether a paragraph opens as a report of a paper or an agency does: 本报济南讯."""
    return bool(_DATELINE.match(text))


def dateline_end(text: str) -> int:
    """Return where the dateline that opens a paragraph ends, 0 for none.

    >>> "本报讯（记者 王芳） 昨日"[dateline_end("本报讯（记者 王芳） 昨日") :]
    ' 昨日'
    """
    end, found = 0, _DATELINE.match(text)
    while found and found.end() > end:
        end = found.end()
        found = _DATELINE.match(text, end)
    return end
