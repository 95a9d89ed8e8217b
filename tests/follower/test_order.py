"""Ignore, apply, start over or stop: what a follower does with the next events."""

from dataclasses import replace

import pytest

from shared.canonical import GENESIS
from shared.event_log.head import Head
from shared.events.envelope import event_hash
from shared.follower.lag import Following, LagMeter
from shared.instant import microseconds
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.order import AnotherLog, Gap, after, next_batch
from tests.support.logs import build

EMPTY = Head("hazards", "log-1", 0, GENESIS, 0)


def events(count: int, head: Head = EMPTY) -> list[Published]:
    _, rows, envelopes = build(head, count)
    return [Published(envelope, row.raw) for envelope, row in zip(envelopes, rows, strict=True)]


def test_what_was_applied_before_is_ignored() -> None:
    all_ = events(6)
    assert next_batch(Checkpoint("log-1", 4, event_hash(all_[3].raw)), all_) == all_[4:]
    assert next_batch(Checkpoint("log-1", 6), all_) == []


def test_an_event_twice_in_one_delivery_is_applied_once() -> None:
    all_ = events(3)
    assert next_batch(Checkpoint(None, 0), [all_[0], all_[0], all_[1], all_[0], all_[2]]) == all_


def test_a_gap_starts_over() -> None:
    all_ = events(4)
    with pytest.raises(Gap):
        next_batch(Checkpoint("log-1", 0), [all_[0], all_[2]])
    with pytest.raises(Gap):
        next_batch(Checkpoint(None, 0), all_[1:])


def test_another_log_or_another_past_stops() -> None:
    all_ = events(2)
    other = events(2, replace(EMPTY, log_id="log-2"))
    with pytest.raises(AnotherLog):
        next_batch(Checkpoint("log-1", 1, event_hash(all_[0].raw)), other)
    with pytest.raises(AnotherLog):
        next_batch(Checkpoint("log-1", 1, "another hash"), all_)
    with pytest.raises(AnotherLog):
        next_batch(Checkpoint(None, 0), [all_[0], other[1]])


def test_the_checkpoint_after_a_run() -> None:
    all_ = events(3)
    recorded = microseconds(all_[2].envelope.recorded)
    assert after(all_) == Checkpoint("log-1", 3, event_hash(all_[2].raw), recorded)


def test_lag_counts_from_when_it_fell_behind() -> None:
    now = 0.0
    meter = LagMeter(lambda: now)
    assert meter.read().state is Following.STARTING
    meter.started(5, 5)
    assert (meter.read().positions, meter.read().seconds) == (0, 0.0)
    now = 10.0
    meter.saw(8)
    now = 12.0
    meter.applied(7)
    assert (meter.read().positions, meter.read().seconds) == (1, 2.0)
    meter.applied(8)
    assert (meter.read().positions, meter.read().seconds) == (0, 0.0)
    meter.interrupted(Following.STARTING)
    now = 20.0
    assert (meter.read().seconds, meter.read().state) == (8.0, Following.STARTING)


def test_a_failing_follower_stays_failing_until_it_applies() -> None:
    meter = LagMeter(lambda: 0.0)
    meter.started(5, 9)
    meter.interrupted(Following.FAILING)
    meter.started(5, 9)
    assert meter.read().state is Following.FAILING
    meter.applied(9)
    assert meter.read().state is Following.FOLLOWING
