"""The HTTP face put together: routes, guards, problems and the chat page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware

from api import answers, articles, chat, examples, health, opinions, search
from api.answering import Answering
from api.feedback import Feedback
from api.guards import BodyGuard, BrowserGuard, KeyGuard, RateGuard, Rates
from api.meter import Meter, Metered
from api.problems import tell_problems
from api.service import Service
from api.settings import ApiSettings
from api.workers import Workers

PAGE = Path(__file__).parent / "page"

_ROUTES = (answers, chat, search, articles, examples, opinions, health)


def create_app(
    settings: ApiSettings,
    load: Callable[[], Answering],
    renew: Callable[[], Answering | None] | None = None,
) -> FastAPI:
    """Return an app that answers at once and is ready when ``load`` has returned.

    ``renew``, asked again and again, gives an answerer that takes the place of the one before.
    """
    workers = Workers(load, workers=settings.workers, waiting=settings.waiting, renew=renew)
    meter = Meter(busy=lambda: workers.busy, ready=lambda: workers.ready)
    feedback = Feedback(settings.home, settings.feedback_bytes)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        yield
        await workers.stop()

    app: FastAPI = FastAPIOffline(
        title="Quanwen",
        description="Answers questions about Chinese newspaper pages, and proves each answer.",
        version=version("quanwen"),
        lifespan=lifespan,
    )
    app.state.service = Service(settings, workers, meter, feedback)
    tell_problems(app)
    for module in _ROUTES:
        app.include_router(module.router)
    _guard(app, settings, meter)
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    app.add_api_route("/", _page, include_in_schema=False)
    return app


async def _page() -> FileResponse:
    return FileResponse(PAGE / "index.html")


def _guard(app: FastAPI, settings: ApiSettings, meter: Meter) -> None:
    """Add the guards, the innermost first."""

    def body_limit(path: str) -> int:
        takes_documents = path == "/v1/answers"
        return settings.documents_bytes if takes_documents else settings.body_bytes

    app.add_middleware(BodyGuard, limit=body_limit)
    if settings.rate_per_minute is not None:
        rates = Rates(settings.rate_per_minute)
        app.add_middleware(RateGuard, rates=rates, by_key=bool(settings.api_keys))
    app.add_middleware(KeyGuard, keys=settings.api_keys)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", "X-API-Key"),
            expose_headers=("Retry-After",),
        )
    app.add_middleware(BrowserGuard)
    app.add_middleware(Metered, meter=meter)
