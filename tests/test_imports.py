"""Who may know whom: the import table of ``rag``, and which libraries live where."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# In the order that the data flows: a module knows those on the lines before its own, never those
# after. A new module gets its place here.
TABLE = """
types errors settings request clock
numerals units labels dictionary periods figures hours dealing revisions asked
synonyms gazetteer placename regions places
markup pages joins lines interview rows layout datelines starts links runs articles chunks
duplicates
terms lexical vectors sections home manifest draft index
when verify signs locality keywords tags lacking scene naming things sentence facts references
followups wording years derivation pairs sides foreword clauses listed parts questions retrieve
overlap onnx_model torch_model reader heading
addressed alike kinds features calibration models sought siblings timing narrowing relevance rates
given days offices persons placekind prizes limits alternatives blocs opposites
binding asof rounding window promise
admission superlatives candidates evidence
bare excerpt phrasing compare answer
survey verdict table conflicts nearby remarks
anchors claims prose attribution prompt composition marker_guide causal_lm openai_client generator
pipeline
gold goldcheck metrics agreement askable suggest resample support failures evaluate answer_json
stored inprocess prosaic remote piped systems questionset squad rgb crud beir forms
judge measures scores tables gate report outcome
assemble record grid ask_command eval_command gold_command cli
"""
ORDER = TABLE.split()

# Which modules may import a library; every other module may not.
HOMES = {
    "faiss": {"rag.vectors"},
    "tantivy": {"rag.lexical"},
    "transformers": {"rag.torch_model", "rag.causal_lm", "rag.marker_guide"},
    "torch": {"rag.torch_model", "rag.causal_lm", "rag.marker_guide"},
    "openai": {"rag.openai_client"},
    "onnxruntime": {"rag.onnx_model"},
    "sentence_transformers": {"embeddings.encoder"},
    # settings: the environment; home: fsync of the swap
    "os": {"rag.settings", "rag.home"},
}
FACE = {"fastapi", "fastapi_offline", "starlette", "uvicorn", "prometheus_client", "pydantic"}
ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools"}


@dataclass(frozen=True)
class Import:
    """``module`` imports ``target``; ``at_top`` unless it does so inside a function."""

    module: str
    target: str
    at_top: bool

    @property
    def package(self) -> str:
        return self.target.partition(".")[0]


def modules(package: str) -> list[str]:
    return sorted(f"{package}.{path.stem}" for path in (ROOT / package).glob("*.py"))


def tree_of(module: str) -> ast.Module:
    return ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))


def imports_of(module: str) -> Iterator[Import]:
    tree = tree_of(module)
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            own = {"rag", "api", "embeddings"}  # `from api import chat` names a module
            names = [a.name for a in node.names] if node.module in own else [""]
            for name in names:
                yield Import(module, f"{node.module}.{name}".rstrip("."), id(node) in top)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, id(node) in top)


ALL = {m: [*imports_of(m)] for package in ("rag", "api", "embeddings") for m in modules(package)}
OURS = [name for name in ALL if not name.endswith("__init__")]
PIPELINE = [name.removeprefix("rag.") for name in OURS if name.startswith("rag.")]


def test_the_table_lists_every_module_once() -> None:
    assert sorted(ORDER) == sorted(PIPELINE)


@pytest.mark.parametrize("name", PIPELINE)
def test_a_module_knows_only_those_before_it(name: str) -> None:
    before = {f"rag.{other}" for other in ORDER[: ORDER.index(name)]}
    assert {i.target for i in ALL[f"rag.{name}"] if i.package == "rag"} <= before


@pytest.mark.parametrize("library", HOMES)
def test_a_library_lives_in_its_modules_alone(library: str) -> None:
    users = {name for name in OURS if any(i.package == library for i in ALL[name])}
    assert users <= HOMES[library]


def test_the_web_framework_lives_in_the_http_face() -> None:
    users = {name for name in OURS if any(i.package in FACE for i in ALL[name])}
    assert users
    assert all(name.startswith("api.") for name in users)


def test_only_assemble_knows_the_embeddings() -> None:
    users = {name for name in OURS if any(i.package == "embeddings" for i in ALL[name])}
    assert {name for name in users if not name.startswith("embeddings.")} == {"rag.assemble"}


def test_embeddings_know_nothing_of_ours() -> None:
    for name in modules("embeddings"):
        assert not [i for i in ALL[name] if i.package in ("rag", "api")], name


def test_the_pipeline_knows_the_http_face_only_in_serve() -> None:
    users = [i for name in PIPELINE for i in ALL[f"rag.{name}"] if i.package == "api"]
    assert users == [Import("rag.cli", "api.server", at_top=False)]


def test_the_command_line_loads_no_model_before_a_command_needs_it() -> None:
    at_top = {i.target for i in ALL["rag.cli"] if i.at_top}
    assert not at_top & {"rag.assemble", "rag.reader", "rag.index", "rag.vectors", "rag.lexical"}


def test_only_settings_reads_the_environment() -> None:
    def reads(name: str) -> bool:
        return any(
            (isinstance(node, ast.ImportFrom) and node.module == "os" and ENVIRONMENT & named(node))
            or (isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT)
            for node in ast.walk(tree_of(name))
        )

    assert [name for name in OURS if reads(name)] == ["rag.settings"]


def named(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def test_only_the_command_line_prints() -> None:
    def prints(name: str) -> bool:
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
            for node in ast.walk(tree_of(name))
        )

    assert [name for name in OURS if prints(name)] == ["rag.cli"]


def test_every_file_is_named_after_what_it_holds() -> None:
    names = {name.partition(".")[2] for name in OURS}
    assert not names & NAMELESS
    assert not {name for name in names if not name.isidentifier() or name != name.lower()}


def test_no_file_of_ours_hides_one_of_the_standard_library() -> None:
    """``types`` is reached as ``rag.types``; at the top level there are the three packages only."""
    assert not {"rag", "api", "embeddings"} & sys.stdlib_module_names
