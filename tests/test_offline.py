"""The main job in a process that may reach no network: pages, index, answer, HTTP face."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests import gazette

ROOT = Path(__file__).parents[1]

# Every attempt is noted and refused, also one whose failure a library would swallow. A socket
# within the machine (a pair of an event loop, a file's) is no network.
PROGRAM = """
import sys

tried = []


def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    else:
        return
    if host not in (None, "127.0.0.1", "::1", "localhost"):
        tried.append(f"{event} {host}")
        raise OSError(f"no network here: {host}")


sys.addaudithook(watch)

import json
from pathlib import Path

from fastapi.testclient import TestClient

import rag
from api.app import create_app
from api.settings import ApiSettings
from rag.cli import main

pages, home, question = sys.argv[1:]
assert main(["index", pages, "--home", home]) == 0
assert main(["ask", question, "--json", "--home", home]) == 0
app = create_app(ApiSettings(home=Path(home)), lambda: rag.Answerer.load(home))
with TestClient(app) as client:
    while client.get("/readyz").status_code != 200:
        pass
    answer = client.post("/v1/answers", json={"question": question})
    print(json.dumps([answer.json()["short"], client.get("/").status_code]))
    print(json.dumps([client.get("/docs").status_code, tried]))
"""


LOAD = """
from sentence_transformers import SentenceTransformer
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

encoder, *readers = sys.argv[1:]
for reader in readers:
    tokenizer = AutoTokenizer.from_pretrained(reader)
    ids = tokenizer("多少？", "新增学位1.2万个。", return_tensors="pt")
    logits = AutoModelForQuestionAnswering.from_pretrained(reader).float()(**ids).start_logits
    print(logits.shape[1] == ids["input_ids"].shape[1])
vector = SentenceTransformer(encoder, device="cpu").encode("新增学位")
print(len(vector), tried)
"""


def offline(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)


def test_the_main_job_needs_no_network(tmp_path: Path) -> None:
    pages, home = gazette.write(tmp_path / "pages"), tmp_path / "home"
    done = offline(PROGRAM, str(pages), str(home), "吴江区今年新增学位多少个？")
    assert done.returncode == 0, done.stderr
    indexed, answer, served, tried = done.stdout.splitlines()
    assert indexed.startswith("3 pages, 4 articles")
    assert json.loads(answer)["short"] == ["8600个"]
    assert json.loads(served) == [["8600个"], 200]
    assert json.loads(tried) == [200, []]


def test_the_models_load_in_their_libraries_without_the_network() -> None:
    watch = PROGRAM[: PROGRAM.index("import json")]
    folders = ("embeddings/encoder-zh", "rag/reader-zh", "rag/reader-zh/sentences")
    done = offline(watch + LOAD, *(str(ROOT / folder) for folder in folders))
    assert done.stdout == "True\nTrue\n256 []\n", done.stderr


def test_the_watch_sees_an_attempt() -> None:
    """Else the test above could not fail."""
    watch = PROGRAM[: PROGRAM.index("import json")]
    attempt = (
        "import urllib.request\n"
        "try: urllib.request.urlopen('http://203.0.113.1/', timeout=1)\n"
        "except OSError: print(tried)\n"
    )
    assert "203.0.113.1" in offline(watch + attempt).stdout


def test_the_chat_page_loads_nothing_from_elsewhere() -> None:
    for path in (ROOT / "api" / "page").rglob("*"):
        if path.suffix in (".html", ".css", ".js"):
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
            assert "https://" not in text, path
            assert "http://" not in text, path
            assert '"//' not in text, path
