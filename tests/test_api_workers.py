"""The workers: bounded, off the event loop, stopped when nobody listens any more."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

import pytest

from api.problems import Problem
from api.workers import Workers
from tests.fake_answerer import FakeAnswerer


def loaded(then: Callable[[Workers], Awaitable[None]], workers: int = 1, waiting: int = 0) -> None:
    """Run a coroutine with workers that have loaded, and stop them after it."""

    async def run() -> None:
        pool = Workers(FakeAnswerer, workers=workers, waiting=waiting)
        pool.start()
        try:
            await eventually(lambda: pool.ready)
            await then(pool)
        finally:
            await pool.stop()

    asyncio.run(run())


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.005)


async def listed(results: AsyncGenerator[int, None]) -> list[int]:
    return [result async for result in results]


def test_results_come_in_order_and_from_another_thread() -> None:
    async def then(pool: Workers) -> None:
        assert await listed(pool.open(lambda: iter((1, 2, 3)))) == [1, 2, 3]
        assert await pool.run(threading.get_ident) != threading.get_ident()

    loaded(then)


def test_a_failure_of_the_job_is_the_listeners() -> None:
    def job() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    async def then(pool: Workers) -> None:
        results = pool.open(job)
        assert await anext(results) == 1
        with pytest.raises(ZeroDivisionError):
            await anext(results)
        await eventually(lambda: pool.busy == 0)

    loaded(then)


def test_the_next_one_is_refused_when_every_place_is_taken_and_taken_when_one_is_free() -> None:
    gate = threading.Event()

    def job() -> Iterator[int]:
        gate.wait(60)
        yield 1

    async def then(pool: Workers) -> None:
        taken = [pool.open(job), pool.open(job)]  # one runs, one waits
        with pytest.raises(Problem, match="All 2 places are taken") as refusal:
            pool.open(job)
        assert refusal.value.status_code == 503
        gate.set()
        assert [await listed(each) for each in taken] == [[1], [1]]
        await eventually(lambda: pool.busy == 0)
        assert await listed(pool.open(job)) == [1]

    loaded(then, workers=1, waiting=1)


def test_the_event_loop_goes_on_while_a_job_blocks_its_thread() -> None:
    def job() -> Iterator[int]:
        time.sleep(0.3)
        yield 1

    async def then(pool: Workers) -> None:
        working = asyncio.ensure_future(listed(pool.open(job)))
        ticks = 0
        while not working.done():
            await asyncio.sleep(0.01)
            ticks += 1
        assert ticks >= 5

    loaded(then)


def test_a_job_whose_listener_left_ends_at_its_next_step() -> None:
    steps: list[int] = []

    def job() -> Iterator[int]:
        for step in range(1000):
            steps.append(step)
            yield step
            time.sleep(0.01)

    async def then(pool: Workers) -> None:
        results = pool.open(job)
        assert await anext(results) == 0
        await results.aclose()
        await eventually(lambda: pool.busy == 0)
        assert len(steps) < 100

    loaded(then)


def test_stopping_tells_those_who_still_wait() -> None:
    gate = threading.Event()

    def job() -> Iterator[int]:
        gate.wait(60)
        yield 1

    async def run() -> None:
        pool = Workers(FakeAnswerer, workers=1, waiting=1)
        running, waiting = pool.open(job), pool.open(job)
        heard = asyncio.gather(anext(running), anext(waiting), return_exceptions=True)
        stopping = asyncio.ensure_future(pool.stop())
        await asyncio.sleep(0.05)
        gate.set()
        await stopping
        first, second = await heard
        assert first == 1
        assert isinstance(second, Problem)
        assert second.kind == "stopping"

    asyncio.run(run())


def test_stopping_waits_for_what_runs() -> None:
    ended = threading.Event()

    def job() -> Iterator[int]:
        yield 1
        time.sleep(0.1)
        ended.set()
        yield 2

    async def then(pool: Workers) -> None:
        assert await anext(pool.open(job)) == 1

    loaded(then)
    assert ended.is_set()
