"""Units in a list: what they are; how and by whom they were inspected; what was decided against them."""

from collections.abc import Sequence

from services.reporting.lineage.cell import Counted
from services.reporting.particulars.words.acts import acts_of
from services.reporting.particulars.words.known import Known
from services.reporting.particulars.words.line import Fen, Heading, Kind, Value
from services.reporting.particulars.words.visits import inspectors_of, leaders_of
from services.reporting.particulars.words.wording import day, kinds_of, together
from services.reporting.subjects.penalty import fine_of

_UNIT = (
    Heading("单位编号", 7),
    Heading("单位名称", 10),
    Heading("类别", 4),
    Heading("分级", 3),
    Heading("属地村居", 4),
    Heading("行业主管科室", 6),
    Heading("统一社会信用代码", 6),
)


def _unit_cells(counted: Counted, known: Known) -> Sequence[Value]:
    return known.unit(counted.member)


def _registered(counted: Counted, known: Known) -> Sequence[Value]:
    registered = acts_of(counted, "unit.registered")
    return *_unit_cells(counted, known), together(day(entry.occurred) for entry in registered)


def _inspected(counted: Counted, known: Known) -> Sequence[Value]:
    """All visits that would put it there, not the decisive one alone."""
    visits = acts_of(counted, "inspection.completed")
    return (
        *_unit_cells(counted, known),
        len(visits),
        together(day(visit.occurred) for visit in visits),
        together(name for visit in visits for name in inspectors_of(visit, known)),
        together(name for visit in visits for name in leaders_of(visit, known)),
    )


def _penalised(counted: Counted, known: Known) -> Sequence[Value]:
    """Likewise of all decisions."""
    decisions = acts_of(counted, "penalty.imposed")
    told = [known.data(decision) for decision in decisions]
    return (
        *_unit_cells(counted, known),
        together(str(each["decision_no"]) for each in told),
        together(kind for each in told for kind in kinds_of(each)),
        Fen(sum(fine_of(each) for each in told)),
        together(day(decision.occurred) for decision in decisions),
    )


UNITS = Kind((*_UNIT, Heading("登记日期", 6)), _registered)
INSPECTED = Kind(
    (
        *_UNIT,
        Heading("检查次数", 3),
        Heading("检查日期", 6),
        Heading("检查单位", 8),
        Heading("参加检查的领导", 9),
    ),
    _inspected,
)
PENALISED = Kind(
    (
        *_UNIT,
        Heading("处罚决定书文号", 8),
        Heading("处罚种类", 6),
        Heading("罚款（万元）", 5),
        Heading("决定日期", 6),
    ),
    _penalised,
)
