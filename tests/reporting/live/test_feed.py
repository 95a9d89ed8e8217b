"""One feed for many streams: each is led from what it knows to now, and nothing is queued for anybody."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from services.reporting.live import stream as streaming
from services.reporting.live.cell import Cell
from services.reporting.live.feed import Feed
from services.reporting.live.feeds import Feeds
from services.reporting.live.sight import Applied, Sight
from services.reporting.live.stream import stream
from shared.problems import Rejected

SIGHT = Sight("500112143", "winter", None)
CELL = Cell("annex-3", "d-a", "units")


def at(position: int, log_id: str = "log-r") -> Applied:
    return Applied({"registry": position, "hazards": 0}, {"registry": log_id})


def feed_at(position: int, value: int) -> Feed:
    feed = Feed(SIGHT)
    feed.take(at(position), {CELL: value})
    return feed


async def always() -> None:
    """The account may see it."""


async def next_of(told: AsyncIterator[bytes]) -> tuple[str, dict[str, object]]:
    async with asyncio.timeout(60):
        text = (await anext(told)).decode().removeprefix("retry: 3000\n\n")
    lines = dict(line.split(": ", 1) for line in text.splitlines() if line)
    return lines["event"], json.loads(lines["data"])


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(streaming, "POSITIONS_SECONDS", 0.02)


async def test_a_slow_stream_is_told_by_one_event_what_others_were_told_by_many() -> None:
    feed = feed_at(1, 1)
    slow, quick = stream(feed, None, always), stream(feed, None, always)
    assert await next_of(slow) == await next_of(quick)
    for position in range(2, 30):
        feed.take(at(position), {CELL: position})
        name, said = await next_of(quick)
        assert (name, said["cells"]) == (
            "changed",
            [{"annex": "annex-3", "filer": "d-a", "column": "units", "value": position}],
        )
    assert await next_of(slow) == (name, said)
    assert len(feed._written) == 2, "one from where each of them was"


async def test_what_changed_back_meanwhile_is_only_a_position() -> None:
    feed = feed_at(1, 1)
    told = stream(feed, None, always)
    await next_of(told)
    feed.take(at(2), {CELL: 2})
    feed.take(at(3), {CELL: 1})
    assert await next_of(told) == ("positions", {"positions": {"registry": 3, "hazards": 0}})


async def test_what_is_told_alike_is_written_once() -> None:
    feed = feed_at(1, 1)
    known = feed.now
    feed.take(at(2), {CELL: 2})
    assert feed.news(known) is feed.news(known)
    assert feed.news(None) is feed.news(None)


async def test_ids_are_of_one_log_one_town_one_campaign_and_one_sight() -> None:
    sights = [
        SIGHT,
        Sight("500112999", "winter", None),
        Sight("500112143", "summer", None),
        Sight("500112143", "winter", frozenset({"d-a"})),
        Sight("500112143", "winter", frozenset()),
    ]
    ids = {applied.id_for(sight) for sight in sights for applied in (at(1), at(1, "log-begun-anew"))}
    assert len(ids) == 10
    assert all(one.startswith("registry:1,hazards:0;") for one in ids)


async def test_a_feed_that_ends_says_why_or_nothing() -> None:
    for refusal, last in ((Rejected("not_found", what="winter"), ["end"]), (None, [])):
        feed = feed_at(1, 1)
        told = stream(feed, None, always)
        await next_of(told)
        feed.end(refusal)
        assert [line.decode().split("\n")[0].removeprefix("event: ") async for line in told] == last


def test_feeds_are_shared_while_streams_are_open_and_kept_a_while_for_who_comes_back() -> None:
    feeds = Feeds(most_idle=2)
    first, again = feeds.join(SIGHT), feeds.join(SIGHT)
    assert first is again
    feeds.leave(first)
    assert feeds.followed() == [first]
    feeds.leave(first)
    assert feeds.followed() == []
    assert feeds.join(SIGHT) is first
    feeds.leave(first)
    for village in ("v-1", "v-2"):
        feeds.leave(feeds.join(Sight("500112143", "winter", frozenset({village}))))
    assert feeds.join(SIGHT) is not first


def test_a_feed_that_has_ended_is_not_joined_again() -> None:
    feeds = Feeds()
    ended = feeds.join(SIGHT)
    feeds.end(ended)
    fresh = feeds.join(SIGHT)
    feeds.leave(ended)
    assert (fresh is ended, feeds.followed()) == (False, [fresh])
