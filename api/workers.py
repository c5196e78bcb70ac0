"""Threads that load the answerer once and then answer a bounded number of questions at a time.

The event loop never waits for a model: jobs run in threads and hand their results over a queue.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.answering import Answering
from api.problems import Problem, problem_of

T = TypeVar("T")

RENEWED = 2.0  # seconds between two looks for another index


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


class Workers:
    """At most ``workers`` jobs run and ``waiting`` more wait; the next one is refused.

    ``renew`` is called every ``RENEWED`` seconds and gives another answerer when there is one.
    """

    def __init__(
        self,
        load: Callable[[], Answering],
        *,
        workers: int,
        waiting: int,
        renew: Callable[[], Answering | None] | None = None,
    ) -> None:
        self._load = load
        self._renew = renew
        self._places = workers + waiting
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="quanwen")
        self._answerer: Answering | None = None
        self._failure: Exception | None = None
        self._loading: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._stops: set[threading.Event] = set()

    @property
    def busy(self) -> int:
        """Return how many jobs run or wait."""
        return len(self._stops)

    @property
    def ready(self) -> bool:
        """Return whether index and models are loaded."""
        return self._answerer is not None

    @property
    def answerer(self) -> Answering:
        """Return the loaded answerer.

        Raises:
            Problem: it is still loading, or could not be loaded.
        """
        if self._answerer is not None:
            return self._answerer
        if self._failure is not None:
            raise problem_of(self._failure)
        raise Problem(
            503,
            "not-ready",
            "The index and the models are still loading; ask again in a moment.",
            headers={"Retry-After": "1"},
        )

    def start(self) -> None:
        """Begin to load, in a thread; returns at once."""
        self._loading = asyncio.create_task(self._load_once())

    async def stop(self) -> None:
        """Stop what runs and wait until the threads are idle."""
        if self._renewing is not None:
            self._renewing.cancel()
        for stop in self._stops:
            stop.set()
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
        if self._loading is not None:
            await self._loading

    async def run(self, job: Callable[[], T]) -> T:
        """Return what one job gives."""
        async for result in self.open(lambda: iter([job()])):
            return result
        raise AssertionError("unreachable: a job gives one result")

    def open(self, job: Callable[[], Iterator[T]]) -> AsyncGenerator[T, None]:
        """Take a place for a job at once and return what it gives, as it is given.

        Closing the iterator stops the job before its next step.

        Raises:
            Problem: every place is taken.
        """
        if self.busy >= self._places:
            raise Problem(
                503,
                "overloaded",
                f"All {self._places} places are taken by other questions; ask again in a moment.",
                headers={"Retry-After": "1"},
            )
        stop = threading.Event()
        given: asyncio.Queue[_Item[T] | _End] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def hand_over(result: T) -> None:
            with suppress(RuntimeError):  # the loop was closed under a job that was running
                loop.call_soon_threadsafe(given.put_nowait, _Item(result))

        def ended(future: asyncio.Future[None]) -> None:
            self._stops.discard(stop)
            error = _stopping() if future.cancelled() else future.exception()
            given.put_nowait(_End(error))

        self._stops.add(stop)
        work = self._threads.submit(_work, job, stop, hand_over)
        asyncio.wrap_future(work).add_done_callback(ended)
        return _results(given, stop)

    async def _load_once(self) -> None:
        try:
            self._answerer = await asyncio.wrap_future(self._threads.submit(self._load))
        except asyncio.CancelledError:  # stopped before a thread was free to load
            pass
        except Exception as error:
            self._failure = error
        else:
            self._renewing = asyncio.create_task(self._keep_renewing(self._renew))

    async def _keep_renewing(self, renew: Callable[[], Answering | None] | None) -> None:
        while renew is not None:
            await asyncio.sleep(RENEWED)
            self._answerer = await asyncio.to_thread(renew) or self._answerer


def _stopping() -> Problem:
    return Problem(503, "stopping", "The server is being stopped; ask again when it is back.")


def _work(
    job: Callable[[], Iterator[T]], stop: threading.Event, hand_over: Callable[[T], None]
) -> None:
    if stop.is_set():
        return
    for result in job():
        hand_over(result)
        if stop.is_set():
            return


async def _results(
    given: asyncio.Queue[_Item[T] | _End], stop: threading.Event
) -> AsyncGenerator[T, None]:
    try:
        while True:
            item = await given.get()
            if isinstance(item, _Item):
                yield item.value
            elif item.error is not None:
                raise item.error
            else:
                return
    finally:
        stop.set()
