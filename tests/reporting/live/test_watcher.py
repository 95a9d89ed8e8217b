"""One reader for all streams, and none while nobody listens."""

import asyncio

import pytest

from services.reporting.live import watcher
from shared.metrics import LIVE_LOOK_SECONDS
from tests.reporting.live.screens import Screen
from tests.reporting.running import RunningReporting
from tests.reporting.telling import closed


def looks() -> float:
    return next(
        sample.value
        for metric in LIVE_LOOK_SECONDS.collect()
        for sample in metric.samples
        if sample.name.endswith("_count")
    )


async def test_nobody_looks_while_no_stream_is_open(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "LOOK_SECONDS", 0.001)
    before = looks()
    closed(reporting.story, "12-20")
    await reporting.publish()
    assert looks() == before
    await Screen(reporting).follow(lambda: True)
    assert looks() > before


async def test_many_streams_are_looked_for_at_once(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is due by itself here: one for the first to join, at most one more for who joins during it."""
    monkeypatch.setattr(watcher, "LOOK_SECONDS", 3600)
    before = looks()
    screens = [Screen(reporting, role) for role in ("leader", "auditor", "safety_office", "dashboard")] * 8
    following = reporting.app.state.watcher.following
    sights = [watcher.Sight(screen.township, "winter", None) for screen in screens]

    async def join(sight: watcher.Sight) -> None:
        async with following(sight) as feed:
            assert feed.news(None) is not None

    await asyncio.gather(*(join(sight) for sight in sights))
    assert looks() - before <= 2
