"""What the environment says, and what it cannot say."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.settings import Settings


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
