"""What every route works with, reached from a request."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from api.answering import Answering
from api.feedback import Feedback
from api.meter import Meter
from api.settings import ApiSettings
from api.workers import Workers


@dataclass(slots=True)
class Begun:
    """The example questions once they are known; whoever asks first works them out."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    questions: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One server's parts."""

    settings: ApiSettings
    workers: Workers
    meter: Meter
    feedback: Feedback
    begun: Begun = field(default_factory=Begun)

    @property
    def answerer(self) -> Answering:
        """Return the loaded answerer, or raise the Problem that says why there is none."""
        return self.workers.answerer


def service_of(request: Request) -> Service:
    """Return the service of the app that a request came to."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Serving = Annotated[Service, Depends(service_of)]
