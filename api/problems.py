"""Everything that can be refused, as RFC 9457 problem documents of one clear sentence each."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from rag.errors import QuanwenError, UsageError

MEDIA_TYPE = "application/problem+json"
OWN_WORDS = "quanwen"  # error type of our own validators: their message is already a sentence

_log = logging.getLogger(__name__)


class Problem(HTTPException):
    """One refusal: HTTP status, a short kind that programs compare, a sentence that people read."""

    def __init__(
        self, status: int, kind: str, detail: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, detail, headers)
        self.kind = kind

    def document(self) -> dict[str, Any]:
        """Return the members of RFC 9457.

        >>> Problem(404, "no-article", "There is no article 'x'.").document()["type"]
        'urn:quanwen:problem:no-article'
        """
        return {
            "type": f"urn:quanwen:problem:{self.kind}",
            "title": HTTPStatus(self.status_code).phrase,
            "status": self.status_code,
            "detail": self.detail,
        }

    def response(self, **members: object) -> JSONResponse:
        """Return the document as a response, with further members."""
        document = self.document() | members
        return JSONResponse(document, self.status_code, self.headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """Return how the outside is told of an error; what is not foreseen is logged, not told."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UsageError):
        return Problem(422, "unusable", str(error))
    if isinstance(error, QuanwenError):
        return Problem(503, "unavailable", str(error))
    _log.error("an unforeseen failure", exc_info=error)
    return Problem(500, "internal", "The server failed at this request; its log says why.")


def tell_problems(app: FastAPI) -> None:
    """Make every error of an app a problem document."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    for kind in (Problem, QuanwenError, Exception):
        app.add_exception_handler(kind, _failed)


async def _failed(_request: Request, error: Exception) -> JSONResponse:
    return problem_of(error).response()


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    path, method = request.url.path, request.method
    sentences = {
        404: f"There is nothing at {path}; GET /docs lists what there is.",
        405: f"{path} does not take {method}; GET /docs lists what it takes.",
    }
    detail = sentences.get(error.status_code, str(error.detail))
    kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    return Problem(error.status_code, kind, detail, headers=error.headers).response()


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if unreadable := _unreadable(faults):
        return Problem(400, "not-json", unreadable).response()
    told = [{"field": _field(fault), "detail": _sentence(fault)} for fault in faults[:10]]
    return Problem(422, "unusable", told[0]["detail"]).response(errors=told)


def _unreadable(faults: Sequence[Mapping[str, Any]]) -> str | None:
    first = faults[0]
    if first["type"] == "json_invalid":
        return f"The body is not JSON: {first['ctx']['error']} at character {first['loc'][-1]}."
    if tuple(first["loc"]) == ("body",) and first["type"] != OWN_WORDS:
        return "The body is not a JSON object: send one, with Content-Type: application/json."
    return None


def _field(fault: Mapping[str, Any]) -> str:
    """Return where a fault lies: ``("body", "history", 0, "role")`` gives ``history.0.role``."""
    return ".".join(str(part) for part in fault["loc"][1:]) or "body"


def _sentence(fault: Mapping[str, Any]) -> str:
    if fault["type"] == OWN_WORDS:
        return str(fault["msg"])
    field = _field(fault)
    if fault["type"] == "missing":
        return f"The field '{field}' is missing."
    if fault["type"] == "extra_forbidden":
        return f"The field '{field}' is not known here."
    said = str(fault["msg"])
    return f"The field '{field}' cannot be used: {said[0].lower()}{said[1:]}."
