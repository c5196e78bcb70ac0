"""The chat page as it is served: whole, from this server alone, with nothing to inject into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import PAGE
from tests.api_client import serving

SCRIPTS = sorted(PAGE.glob("*.js"))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path) as client:
        yield client


class Elements(HTMLParser):
    """Every element of a page: (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.all if "id" in attributes]


@pytest.fixture
def page(client: TestClient) -> Elements:
    return Elements(client.get("/").text)


def test_every_file_the_page_names_is_served(client: TestClient, page: Elements) -> None:
    named = {
        value
        for _, attributes in page.all
        for name in ("src", "href")
        if (value := attributes.get(name)) and not value.startswith("#")
    }
    imported = {
        f"/page/{name}"
        for script in SCRIPTS
        for name in re.findall(r'from "\./([^"]+)"', script.read_text("utf-8"))
    }
    assert "/page/main.js" in named
    for path in named | imported:
        assert client.get(path).status_code == 200, path


def test_the_files_of_one_version_stay_together(client: TestClient) -> None:
    """A browser asks whether each is still the same, so that no old script meets a new page."""
    for path in ("/", "/page/main.js"):
        assert client.get(path).headers["cache-control"] == "no-cache"
    unchanged = {"If-None-Match": client.get("/page/main.js").headers["etag"]}
    assert client.get("/page/main.js", headers=unchanged).status_code == 304


def test_the_page_asks_no_other_server(client: TestClient) -> None:
    for file in PAGE.iterdir():
        addresses = re.findall(
            r"""(?:https?:)?//[a-z][\w.-]+""", client.get(f"/page/{file.name}").text
        )
        assert [one for one in addresses if "www.w3.org/2000/svg" not in one] in (
            [],
            ["http://www.w3.org"],
        ), file


def test_the_page_has_no_inline_script_or_style(page: Elements) -> None:
    for name, attributes in page.all:
        assert not [each for each in attributes if each.startswith("on") or each == "style"]
        assert name != "style"
        assert name != "script" or attributes.get("src")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_script_makes_html_of_text(script: Path) -> None:
    source = script.read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)


def test_every_element_a_script_asks_for_is_in_the_page(page: Elements) -> None:
    asked = {
        name
        for script in SCRIPTS
        for name in re.findall(r'byId\("([\w-]+)"\)', script.read_text("utf-8"))
    }
    assert asked <= set(page.ids())
    assert len(page.ids()) == len(set(page.ids()))


def test_every_field_has_a_label(page: Elements) -> None:
    labelled = {attributes.get("for") for name, attributes in page.all if name == "label"}
    fields = [each for name, each in page.all if name in ("input", "textarea")]
    assert fields
    for attributes in fields:
        assert attributes.get("id") in labelled


def test_the_page_is_chinese_and_fits_a_phone(page: Elements) -> None:
    assert ("html", {"lang": "zh-CN"}) in page.all
    assert any(attributes.get("name") == "viewport" for _, attributes in page.all)


def test_the_api_docs_come_without_another_server(client: TestClient) -> None:
    html = client.get("/docs").text
    assert "https://" not in html
    for path in re.findall(r'(?:src|href)="(/[^"]+)"', html):
        assert client.get(path).status_code == 200, path
    described = client.get("/openapi.json").json()["paths"]
    assert {"/v1/answers", "/v1/chat/completions", "/v1/search", "/readyz"} <= set(described)
