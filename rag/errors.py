"""What can go wrong, as a user is told it: one sentence with the thing, the value and the way out.

QuanwenError
├── UsageError         a question, option or request that cannot be used
├── PageError          a source file that cannot be read
├── IndexMissing       no index in the home folder
├── IndexUnusable      an index that is damaged, or made by another format or model
├── ModelMissing       a model folder or name that does not load
├── GeneratorFailed    a language model that stopped, or did not answer, while it wrote
├── RecordUnusable     a file that holds no answer record
├── PortInUse          the server's address is taken
└── SystemFailed       a system under evaluation that gave a question no answer
"""

from __future__ import annotations


class QuanwenError(Exception):
    """Anything that a user is told in one sentence."""


class UsageError(QuanwenError):
    """A question, option or request that cannot be used."""


class PageError(QuanwenError):
    """A source file that cannot be read as a page."""


class IndexMissing(QuanwenError):
    """No index where one was looked for."""


class IndexUnusable(QuanwenError):
    """An index that is damaged, or made by another format or model."""


class ModelMissing(QuanwenError):
    """A model folder or name that does not load."""


class GeneratorFailed(QuanwenError):
    """A language model that stopped, or did not answer, while it wrote."""


class RecordUnusable(QuanwenError):
    """A file that holds no answer record."""


class PortInUse(QuanwenError):
    """The address that the server was to listen on is taken."""


class SystemFailed(QuanwenError):
    """A system under evaluation that gave a question no answer."""
