"""Hazards in a list: where, what and how grave; found, planned, closed, referred, supervised."""

from collections.abc import Iterator, Sequence

from services.reporting.counting.hazard_marks import closures, made_major, withdrawals
from services.reporting.lineage.cell import Counted
from services.reporting.particulars.words.acts import acts_of
from services.reporting.particulars.words.known import Known
from services.reporting.particulars.words.line import Heading, Kind, Value
from services.reporting.particulars.words.visits import participants_of
from services.reporting.particulars.words.wording import SEVERITIES, THE_UNIT_ITSELF, day, together
from services.reporting.rectification.found_hazard import planned_deadline
from shared.aggregates.in_force import as_it_happened
from shared.events.hazards import SELF_REPORT
from shared.read_model.entry import Entry

_REFERRED, _SUPERVISED = "hazard.referred", "hazard.supervision_ordered"


def _hazard(counted: Counted, known: Known) -> Sequence[Value]:
    in_force = known.of("hazard", counted.member)
    found = known.first("hazard", counted.member, "hazard.found")
    closing = closures(in_force, known.context)
    return (
        counted.member,
        *(_found(found, in_force, known) if found is not None else ("",) * 8),
        planned_deadline(in_force, known.context) or "",
        day(closing[0].occurred) if closing else "",
        known.organisation(str(known.data(closing[0])["by"])) if closing else "",
        together(_referrals(counted, in_force, known)),
        together(_supervision(counted, in_force, known)),
    )


def _found(found: Entry, in_force: Sequence[Entry], known: Known) -> Sequence[Value]:
    data = known.data(found)
    unit, by = known.unit(data["unit_id"]), data["by"]
    visit = known.first("inspection", data.get("inspection_id", ""), "inspection.completed")
    return (
        unit.name,
        unit.village,
        data["description"],
        data.get("location", ""),
        SEVERITIES[bool(made_major(found, in_force, known.context))],
        day(found.occurred),
        THE_UNIT_ITSELF if by == SELF_REPORT else known.organisation(by),
        together(participants_of(visit, known)) if visit is not None else "",
    )


def _referrals(counted: Counted, in_force: Sequence[Entry], known: Known) -> Iterator[str]:
    """Those of hazards merged into it as well, where they count here."""
    undone = withdrawals(in_force)
    own = [
        entry
        for entry in _until(known, in_force, _REFERRED)
        if (by := undone.get(entry.data["to"])) is None or entry.position > by.position
    ]
    for entry in _once(own, acts_of(counted, _REFERRED)):
        sender, receiver = known.organisation(entry.data["by"]), known.organisation(entry.data["to"])
        yield f"{day(entry.occurred)} {sender}→{receiver}"


def _supervision(counted: Counted, in_force: Sequence[Entry], known: Known) -> Iterator[str]:
    """Likewise, and with its level where one was said."""
    for entry in _once(_until(known, in_force, _SUPERVISED), acts_of(counted, _SUPERVISED)):
        level = known.data(entry).get("level")
        named = "" if level is None else f"（{level}）"
        yield f"{day(entry.occurred)} {known.organisation(entry.data['by'])}{named}"


def _until(known: Known, in_force: Sequence[Entry], type_: str) -> list[Entry]:
    return [entry for entry in in_force if entry.type == type_ and not known.context.past(entry.occurred)]


def _once(own: Sequence[Entry], counted: Sequence[Entry]) -> list[Entry]:
    return as_it_happened({entry.position: entry for entry in (*own, *counted)}.values())


HAZARDS = Kind(
    (
        Heading("隐患编号", 7),
        Heading("单位名称", 8),
        Heading("属地村居", 4),
        Heading("隐患描述", 10),
        Heading("部位", 5),
        Heading("严重程度", 3),
        Heading("排查日期", 6),
        Heading("排查单位", 5),
        Heading("检查人员", 4),
        Heading("整改期限", 6),
        Heading("销号日期", 6),
        Heading("销号单位", 5),
        Heading("移送", 8),
        Heading("挂牌督办", 8),
    ),
    _hazard,
)
