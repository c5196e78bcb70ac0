"""A source file becomes a page: decoding, HTML, PDF, what is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdfium2
import pytest

from rag.errors import PageError
from rag.pages import decode, read_page, walk

TEXT = "历下区年内新增城镇就业3.9万人。\n\n　　槐荫区新增学位2.1万个。\r\n完"


def _page(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_text_file_keeps_every_character(tmp_path: Path, encoding: str) -> None:
    path = _page(tmp_path, "济南/a.txt", TEXT.encode(encoding))

    page = read_page(path, tmp_path)

    assert page.text == TEXT
    assert page.source == "济南/a.txt"
    assert page.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_gb18030_holds_characters_that_gbk_lacks() -> None:
    assert decode("𠮷野家在㐂".encode("gb18030")) == "𠮷野家在㐂"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00",
        bytes(range(256)) * 20,
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        b"\x7fELF\x02\x01\x01" + b"\x00" * 40,
    ],
    ids=["png", "every byte", "zip", "program"],
)
def test_a_binary_named_txt_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = _page(tmp_path, "photo.txt", data)

    with pytest.raises(PageError, match=r"^photo\.txt is not text in UTF-8 or GB18030: [^.]+\.$"):
        read_page(path, tmp_path)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "　\n".encode(), b"\xef\xbb\xbf"])
def test_an_empty_page_is_refused(tmp_path: Path, data: bytes) -> None:
    path = _page(tmp_path, "empty.md", data)

    with pytest.raises(PageError, match=r"^empty\.md holds no text: "):
        read_page(path, tmp_path)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"^gone\.txt cannot be read \(No such file or directory\)"):
        read_page(tmp_path / "gone.txt", tmp_path)


def test_html_gives_what_a_reader_sees(tmp_path: Path) -> None:
    markup = """<!doctype html><html><head><title>报纸</title><style>p{color:red}</style></head>
    <body><nav><a href="/">首页</a></nav><!-- 排版 -->
    <h1>槐荫区新增<br>学位2.1万个</h1><div>□ 记者 <b>王健</b> 报道</div>
    <p>启用 23 处
    中小学&nbsp;和幼儿园。</p><script>alert("x")</script></body></html>"""
    path = _page(tmp_path, "a.html", markup.encode())

    text = read_page(path, tmp_path).text

    assert text == ("槐荫区新增\n学位2.1万个\n\n□ 记者 王健 报道\n\n启用 23 处 中小学 和幼儿园。")


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ('<head><meta name="date" content="2023-07-26 08:30"></head><p>开通。</p>', "2023-07-26"),
        (
            '<meta property="article:published_time" content="2023-07-26T08:30Z"><p>开通。</p>',
            "2023-07-26",
        ),
        ('<h1>开通</h1><time datetime="2023-07-26">昨天</time><p>开通。</p>', "2023-07-26"),
        (f'<p>{"地铁开通了。" * 9}将于<time datetime="2024-09-01">九月</time>扩建。</p>', None),
        ('<meta name="viewport" content="2023-07-26"><p>2023年7月26日开通。</p>', None),
        ('<meta name="date" content="2023-13-45"><p>开通。</p>', None),
    ],
)
def test_html_tells_its_day_in_its_markup(tmp_path: Path, markup: str, day: str | None) -> None:
    page = read_page(_page(tmp_path, "a.html", markup.encode()), tmp_path)
    assert page.published == day
    assert "2023-07-26" not in page.text


def test_html_in_gbk_without_text_is_refused(tmp_path: Path) -> None:
    read = _page(tmp_path, "a.htm", "<p>天桥区</p>".encode("gbk"))
    bare = _page(tmp_path, "b.htm", b"<html><script>1</script></html>")

    assert read_page(read, tmp_path).text == "天桥区"
    with pytest.raises(PageError, match=r"^b\.htm holds no text"):
        read_page(bare, tmp_path)


def test_pdf_text_layer(tmp_path: Path) -> None:
    path = _page(tmp_path, "a.pdf", _pdf("GDP 16.4%"))

    assert read_page(path, tmp_path).text == "GDP 16.4%"


def test_pdf_without_text_layer_is_refused(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(tmp_path / "scan.pdf")
    document.close()

    with pytest.raises(PageError, match=r"^scan\.pdf has no text layer: "):
        read_page(tmp_path / "scan.pdf", tmp_path)


def test_a_broken_pdf_is_refused(tmp_path: Path) -> None:
    path = _page(tmp_path, "a.pdf", b"%PDF-1.7 and nothing more")

    with pytest.raises(PageError, match=r"^a\.pdf is not a PDF that can be opened"):
        read_page(path, tmp_path)


def test_walk_finds_pages_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "x/c.html", "x/d.pdf", "x/y/e.htm"):
        _page(tmp_path, name, b"-")
    for name in ("README.md", "x/readme.md", "gold.jsonl", ".hidden.txt", ".git/f.txt", "g.docx"):
        _page(tmp_path, name, b"-")
    (tmp_path / "folder.txt").mkdir()

    found = [path.relative_to(tmp_path).as_posix() for path in walk(tmp_path)]

    assert found == ["a.MD", "b.txt", "x/c.html", "x/d.pdf", "x/y/e.htm"]


def test_the_seed_folder_holds_five_pages() -> None:
    seeds = Path(__file__).parent.parent / "seeds"

    assert [path.name[:4] for path in walk(seeds)] == ["000_", "001_", "002_", "003_", "004_"]


def _pdf(words: str) -> bytes:
    """Return a PDF of one sheet, written by hand after ISO 32000-1, 7.5."""
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
