"""What a town of one size answers, and how quickly."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from nats.aio.client import Client

from benchmarks.answers.asking import Refused, Request, Taken, answers, each_once
from benchmarks.answers.questions import Questions
from benchmarks.whole_path.latency import measure_latency
from benchmarks.whole_path.run import PER_SECOND
from benchmarks.whole_path.seen import Seen
from deploy.publishing.connection import publisher_access, signed_in
from tests.e2e.deployment import Deployment

CALLERS = 16
_TIMES = 5
_FILER = "d-chanye"


@dataclass(frozen=True, slots=True)
class Answers:
    facts: int
    forms: Taken
    unchanged: Taken
    meanwhile: Taken
    """Both by turns, while facts arrive."""
    other_times: Taken
    series: Taken
    lineage: Taken
    """Of a department's found hazards, now."""
    lineage_of_total: Taken
    lineage_then: Taken
    """Of the department, at another cut-off."""
    differences: dict[str, Taken | None]
    """None where the town is too large to be counted anew."""


async def measure_answers(
    deployment: Deployment, seen: Seen, facts: int, seconds: float, say: Callable[[str], None]
) -> Answers:
    """Of a town that has so many facts."""
    asked, port = Questions(deployment.account("safety_office")), deployment.port
    say(f"answers: a town of {facts:,} facts")
    forms = await answers(port, [asked.form()], CALLERS, seconds)
    unchanged = await answers(port, [asked.unchanged()], CALLERS, seconds)
    cell = _FILER, "hazards_found"
    until = "2024-12-30T18:00:00+08:00"
    others = {
        "other_times": await each_once(port, asked.other_times(60)),
        "series": await each_once(port, [asked.series()] * _TIMES),
        "lineage": await each_once(port, [asked.lineage(*cell)] * _TIMES),
        "lineage_of_total": await each_once(port, [asked.lineage("total:sum", "hazards_found")] * _TIMES),
        "lineage_then": await each_once(port, [asked.lineage(*cell, occurred_until=until)] * _TIMES),
    }
    for name, taken in others.items():
        say(f"{name}: p50 {taken.ms(0.5):,.0f}, p95 {taken.ms(0.95):,.0f}, largest {taken.ms(1.0):,.0f} ms")
    differences = {name: await _difference(port, request) for name, request in asked.differences().items()}
    access = publisher_access(deployment.data)
    async with signed_in(access) as bus:
        meanwhile = await _meanwhile(bus, access.user, seen, asked, port, seconds)
    return Answers(facts, forms, unchanged, meanwhile, differences=differences, **others)


async def _difference(port: int, request: Request) -> Taken | None:
    try:
        return await each_once(port, [request] * _TIMES)
    except Refused as refused:
        if "town_too_large" not in str(refused):
            raise
        return None


async def _meanwhile(
    bus: Client, publisher: str, seen: Seen, asked: Questions, port: int, seconds: float
) -> Taken:
    """A tag of before is never right again, so that what was asked with it is answered whole."""
    arriving = asyncio.create_task(measure_latency(bus, publisher, seen, PER_SECOND, int(seconds) + 2))
    await asyncio.sleep(2)
    taken = await answers(port, [asked.form()], CALLERS, seconds)
    await arriving
    return taken
