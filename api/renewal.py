"""The answerer of a home folder, and a new one when another index has taken its place."""

from __future__ import annotations

import logging
from pathlib import Path

from rag.assemble import Answerer
from rag.errors import QuanwenError
from rag.index import current_index
from rag.settings import Settings

_log = logging.getLogger(__name__)


class Renewal:
    """Loads once, then tells of each later build; the models stay loaded."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._answerer: Answerer | None = None
        self._folder: Path | None = None

    def load(self) -> Answerer:
        """Return the answerer of the current index; raises what ``Answerer.load`` raises."""
        self._folder = current_index(self._settings.home)
        self._answerer = Answerer.load(settings=self._settings)
        return self._answerer

    def renewed(self) -> Answerer | None:
        """Return the answerer of another index than before, None while it is the same.

        An index that cannot be loaded is told in the log once; the one before stays in use.
        """
        try:
            folder = current_index(self._settings.home)
            if self._answerer is None or folder == self._folder:
                return None
            self._folder = folder
            self._answerer = self._answerer.renewed(self._settings.home)
        except QuanwenError as error:
            _log.warning("The index before stays in use: %s", error)
            return None
        return self._answerer
