"""A read model's version and what it folds of the same events belong together: both are pinned here.

Golden campaigns go through every pure fold; what comes out has one digest for each read model.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from services.hazards.reference_cache import REFERENCES, introductions
from services.notifications.projection import WATCHED
from services.notifications.subjects.kept import entry_of as watched_entry
from services.notifications.subjects.views import view_of
from services.registry.directory import DIRECTORY
from services.registry.entries import directory_entry
from services.registry.search.normalised import grams
from services.reporting.counting.chains import with_chains
from services.reporting.counting.context import Context
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import background_of
from services.reporting.counting.town import Town
from services.reporting.read_model import FIGURES
from services.reporting.subjects.as_recorded import rows_of
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.kept import entry_of as counted_entry
from services.reporting.subjects.references import named_in
from services.reporting.subjects.span import Span
from shared.aggregates.history import History
from shared.canonical import digest
from shared.events.envelope import Envelope
from shared.events.stream_id import StreamId
from shared.intake.judging.stream_states import recorded
from shared.read_model.checkpoint import Published
from shared.read_model.entry import Entry
from shared.read_model.model import ReadModel
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.recording import record
from tests.oracle.town import small_town
from tests.oracle.town_facts import town_facts
from tests.reporting.deriving.altered import FIRST

PINNED = Path(__file__).with_name("read_models.json")
SEEDS = range(4)


@cache
def golden() -> tuple[Envelope, ...]:
    """Both logs of a few campaigns, one after the other."""
    town = small_town()
    found: list[Envelope] = []
    for seed in SEEDS:
        facts = mixed(campaign(seed, town, Size()), Random(seed))
        logs = record([*town_facts(town), *facts], town.kinds)
        found += [envelope for log in logs.values() for envelope in log.envelopes]
    return tuple(found)


def by_campaign() -> list[list[Envelope]]:
    campaigns: list[list[Envelope]] = []
    for envelope in golden():
        if envelope.log == "registry" and envelope.position == 1:
            campaigns.append([])
        campaigns[-1].append(envelope)
    return campaigns


def subjects(
    events: Iterable[Envelope], entry_of: Callable[[Envelope], Entry | None]
) -> dict[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for envelope in events:
        stream, entry = StreamId.parse(envelope.stream), entry_of(envelope)
        if entry is not None:
            found[stream.kind, stream.id].append(entry)
    return found


def figures() -> Iterable[Any]:
    """Rows with their spans, marks at the window's end, and references."""
    for events in by_campaign():
        found = subjects(events, counted_entry)
        kept = [(kind, subject, entries) for (kind, subject), entries in found.items() if kind in LOG_OF_KIND]
        rows = rows_of(kept, {"registry": len(events), "hazards": len(events)})
        town, background = Town.of(rows), background_of(rows)
        yield kept
        yield [Span.of(kind, entries) for kind, _, entries in kept]
        for opened in town.campaigns.values():
            context = Context(Period.of(opened), POLICIES[opened.policy], background)
            for kind, of_kind in rows.items():
                for subject, in_force in of_kind.items():
                    named = with_chains(named_in(kind, in_force, town.kind), background)
                    marks = marks_of(kind, subject, in_force, context)
                    yield kind, subject, sorted(named), sorted(mark[:4] for mark in marks)


def watched() -> Iterable[Any]:
    for events in by_campaign():
        for (kind, subject), entries in subjects(events, watched_entry).items():
            yield kind, subject, entries, view_of(kind, subject, entries)

    filings: dict[str, list[Entry]] = defaultdict(list)
    for line in (FIRST / "reporting.jsonl").read_bytes().splitlines():
        envelope = Envelope.from_bytes(line)
        if (entry := watched_entry(envelope)) is not None:
            filings[envelope.stream].append(entry)
    for stream, entries in filings.items():
        yield stream, entries, view_of("filing", StreamId.parse(stream).id, entries)


def references() -> Iterable[Any]:
    for envelope in golden():
        if envelope.log == "registry":
            yield introductions(Published(envelope, b""))


def directory() -> Iterable[Any]:
    for events in by_campaign():
        histories: dict[str, History] = defaultdict(History)
        for envelope in events:
            if envelope.log == "registry":
                history = histories[envelope.stream]
                histories[envelope.stream] = history.with_entry(recorded(envelope.to_bytes()))
        for stream, history in histories.items():
            _, kind, subject = StreamId.parse(stream)
            listed = directory_entry(kind, subject, history)
            if listed is not None:
                yield kind, subject, listed.village, listed.department, listed.document
                yield kind, subject, listed.called, sorted(listed.seen_by), sorted(grams("t", listed.called))


FOLDS: list[tuple[ReadModel, Callable[[], Iterable[Any]]]] = [
    (FIGURES, figures),
    (WATCHED, watched),
    (REFERENCES, references),
    (DIRECTORY, directory),
]


@pytest.mark.parametrize(
    ("model", "fold"), FOLDS, ids=lambda each: each.name if isinstance(each, ReadModel) else ""
)
def test_what_is_folded_changes_only_with_the_version(
    model: ReadModel, fold: Callable[[], Iterable[Any]]
) -> None:
    folded = digest(b"\n".join(sorted(orjson.dumps(each, default=list) for each in fold())))
    pinned = orjson.loads(PINNED.read_bytes())[model.name]
    assert {"version": model.version, "digest": folded} == pinned, (
        f"“{model.name}” folds the golden campaigns to {folded}. Where that is meant, raise its version, so "
        f"that a start folds old read models anew, and write both into {PINNED.name}."
    )
