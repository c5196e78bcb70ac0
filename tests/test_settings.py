"""What the environment says, and what it cannot say."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.settings import Generation, Settings


def test_an_empty_environment_gives_the_embedded_models_and_a_folder_here() -> None:
    assert Settings.from_environment({}) == Settings(
        home=Path(".quanwen"), encoder=None, reader=None, threads=None, api_keys=()
    )


def test_every_variable_is_read() -> None:
    environ = {
        "QUANWEN_HOME": "/srv/news",
        "QUANWEN_ENCODER": "BAAI/bge-small-zh-v1.5",
        "QUANWEN_READER": "models/reader",
        "QUANWEN_THREADS": "2",
        "QUANWEN_API_KEYS": "one, two",
    }
    assert Settings.from_environment(environ) == Settings(
        home=Path("/srv/news"),
        encoder="BAAI/bge-small-zh-v1.5",
        reader="models/reader",
        threads=2,
        api_keys=("one", "two"),
    )


def test_a_variable_set_to_nothing_counts_as_not_set() -> None:
    names = ("HOME", "ENCODER", "READER", "THREADS", "API_KEYS")
    assert Settings.from_environment({f"QUANWEN_{name}": "" for name in names}) == Settings()


def test_no_key_is_empty() -> None:
    """An empty key would let everybody in who sends none."""
    assert Settings.from_environment({"QUANWEN_API_KEYS": " ,a,, "}).api_keys == ("a",)


@pytest.mark.parametrize("value", ["0", "-1", "two", "2.5", "２", "²", "1e3", "9" * 5000, "100000"])
def test_a_number_of_threads_that_is_none_is_told_with_the_way_out(value: str) -> None:
    with pytest.raises(UsageError, match=r"QUANWEN_THREADS is .*: give a whole number from 1 to"):
        Settings.from_environment({"QUANWEN_THREADS": value})


@pytest.mark.parametrize("home", ["elsewhere", Path("elsewhere")])
def test_a_home_given_beats_the_one_of_the_environment(home: str | Path) -> None:
    settings = Settings.from_environment({"QUANWEN_HOME": "here", "QUANWEN_THREADS": "1"})
    assert settings.at(home) == Settings(home=Path("elsewhere"), threads=1)
    assert settings.at(None) == settings


# a generator


def test_a_generator_is_named_by_environment_or_flag() -> None:
    assert Settings.from_environment({}).generation is None
    environ = {"QUANWEN_GENERATOR": "Qwen/Qwen3-0.6B", "QUANWEN_GENERATOR_SEED": "7"}
    set_there = Settings.from_environment(environ)
    assert set_there.generation == Generation("Qwen/Qwen3-0.6B", seed=7)
    assert set_there.writing_with(None, environ) == set_there
    flagged = set_there.writing_with("http://127.0.0.1:11434/v1", environ).generation
    assert flagged == Generation("http://127.0.0.1:11434/v1", seed=7)


def test_every_variable_of_a_generator_is_read() -> None:
    environ = {
        "QUANWEN_GENERATOR": "https://gpu.example/v1",
        "QUANWEN_GENERATOR_MODEL": "Qwen/Qwen3-4B",
        "QUANWEN_GENERATOR_KEY": "secret",
        "QUANWEN_GENERATOR_TIMEOUT": "12.5",
        "QUANWEN_GENERATOR_TOKENS": "256",
        "QUANWEN_GENERATOR_WINDOW": "8192",
        "QUANWEN_GENERATOR_SEED": "3",
        "QUANWEN_GENERATOR_TEMPERATURE": "0.7",
        "QUANWEN_GENERATOR_BITS": "4",
        "QUANWEN_GENERATOR_GUIDE": "vllm",
        "QUANWEN_GENERATOR_EXTRA": '{"top_p": 0.8}',
    }
    generation = Settings.from_environment(environ).generation
    assert generation == Generation(
        "https://gpu.example/v1",
        model="Qwen/Qwen3-4B",
        key="secret",
        timeout=12.5,
        tokens=256,
        window=8192,
        seed=3,
        temperature=0.7,
        bits=4,
        guide="vllm",
        extra={"top_p": 0.8},
    )
    assert "secret" not in repr(generation)


@pytest.mark.parametrize("source", ["models/qwen", "Qwen/Qwen3-4B", "httpmodel", "/srv/http"])
def test_a_folder_or_hub_name_is_no_server(source: str) -> None:
    assert not Generation(source).is_server
    assert Generation("http://x").is_server


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEOUT", "0"),
        ("TIMEOUT", "soon"),
        ("TOKENS", "-1"),
        ("WINDOW", "12"),
        ("SEED", "1e3"),
        ("TEMPERATURE", "3"),
        ("TEMPERATURE", "nan"),
        ("BITS", "8"),
        ("GUIDE", "yes"),
        ("EXTRA", "[]"),
        ("EXTRA", "{"),
    ],
)
def test_what_a_generator_cannot_be_set_to_is_told(name: str, value: str) -> None:
    environ = {"QUANWEN_GENERATOR": "models/qwen", f"QUANWEN_GENERATOR_{name}": value}
    with pytest.raises(UsageError, match=rf"QUANWEN_GENERATOR_{name} is .*: give "):
        Settings.from_environment(environ)
