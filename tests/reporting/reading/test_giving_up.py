"""Counting that nobody waits for any more ends between two rows, or between two marks, whatever it is for."""

from collections.abc import Iterator
from functools import partial
from threading import Event
from typing import Any

import pytest

from services.reporting.coverage.counted import coverage_counted
from services.reporting.reading.asked_form import Form
from services.reporting.reading.recount_queue import Fold, recounted
from services.reporting.rectification.counted import hazards_counted
from services.reporting.series.counted import series_counted
from services.reporting.turns.giving_up import GivenUp
from shared.instant import microseconds
from shared.read_model.entry import encode
from tests.reporting.story import Story, at, town
from tests.reporting.telling import found, unit

CUTOFFS = [microseconds(at("12-10")), microseconds(at("12-31"))]
FOLDS: list[Fold[Any]] = [recounted, hazards_counted, coverage_counted, partial(series_counted, CUTOFFS)]
every_fold = pytest.mark.parametrize("fold", FOLDS)


def form(story: Story) -> Form:
    return Form("annex-3", story.campaign(), "1", "2024-12-31T00:00:00.000000Z", None, story.positions)


def stored(story: Story) -> Iterator[Any]:
    for kind, subjects in story.rows().items():
        for subject, entries in subjects.items():
            yield kind, subject, encode(entries)


def a_town() -> Story:
    story = town()
    for number in range(5):
        unit(story, f"u{number}")
        found(story, f"h{number}", unit_id=f"u{number}")
    return story


@every_fold
def test_it_reads_no_further(fold: Fold[Any]) -> None:
    story, given_up, read = a_town(), Event(), []

    def records() -> Iterator[Any]:
        for record in stored(story):
            read.append(record)
            if len(read) == 3:
                given_up.set()
            yield record

    with pytest.raises(GivenUp):
        fold(records(), form(story), given_up)
    assert len(read) == 3


@every_fold
def test_it_counts_no_further(fold: Fold[Any]) -> None:
    story, given_up = a_town(), Event()

    def records() -> Iterator[Any]:
        yield from stored(story)
        given_up.set()

    with pytest.raises(GivenUp):
        fold(records(), form(story), given_up)


def test_who_is_waited_for_is_counted() -> None:
    story = a_town()
    assert recounted(stored(story), form(story), Event()).cell("d-a", "hazards_found") == 5
