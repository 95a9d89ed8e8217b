"""Penalties and cases in a list, each by its number."""

from collections.abc import Sequence

from services.reporting.lineage.cell import Counted
from services.reporting.particulars.words.acts import acts_of
from services.reporting.particulars.words.known import Known
from services.reporting.particulars.words.line import Heading, Kind, Value
from services.reporting.particulars.words.wording import day, kinds_of, together


def _fine(counted: Counted, known: Known) -> Sequence[Value]:
    (decision,) = acts_of(counted, "penalty.imposed")
    told = known.data(decision)
    unit = known.unit(told["unit_id"])
    return (
        told["decision_no"],
        together(kinds_of(told)),
        day(decision.occurred),
        known.organisation(told["by"]),
        unit.name,
        unit.village,
        unit.uscc,
    )


def _case(counted: Counted, known: Known) -> Sequence[Value]:
    """Sent again to another receiver, it is still one case."""
    sendings = acts_of(counted, "case.referred")
    units = [known.unit(told["unit_id"]) for told in map(known.data, sendings) if "unit_id" in told]
    return (
        counted.member,
        together(day(entry.occurred) for entry in sendings),
        together(known.organisation(entry.data["by"]) for entry in sendings),
        together(known.organisation(entry.data["to"]) for entry in sendings),
        together(unit.name for unit in units),
        together(unit.village for unit in units),
    )


FINES = Kind(
    (
        Heading("处罚决定书文号", 10),
        Heading("处罚种类", 8),
        Heading("决定日期", 6),
        Heading("处罚单位", 10),
        Heading("被处罚单位", 14),
        Heading("属地村居", 6),
        Heading("统一社会信用代码", 6),
    ),
    _fine,
)
CASES = Kind(
    (
        Heading("案件编号", 10),
        Heading("移送日期", 7),
        Heading("移送单位", 11),
        Heading("接收单位", 12),
        Heading("涉及单位", 14),
        Heading("属地村居", 6),
    ),
    _case,
)
