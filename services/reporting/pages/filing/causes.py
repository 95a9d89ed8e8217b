"""Why a cumulative figure is less than it was, in a few words: the kinds of event that were found. Pure."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from services.reporting.differences.parts import PartEvent

_WORDS = {
    "hazard.look_back_failed": ("回头看未通过", "look-back failed"),
    "hazard.regraded": ("隐患等级调整", "hazard graded anew"),
    "hazard.referral_withdrawn": ("移送撤回", "referral withdrawn"),
    "hazard.merged": ("隐患合并", "hazard merged"),
    "hazard.voided": ("隐患作废", "hazard voided"),
    "unit.reassigned": ("监管单位调整归属", "unit reassigned"),
    "unit.graded": ("监管单位重新分级", "unit graded anew"),
    "unit.closed_down": ("监管单位关停", "unit closed down"),
    "unit.merged": ("监管单位合并", "unit merged"),
    "unit.voided": ("监管单位作废", "unit voided"),
    "inspection.voided": ("检查作废", "inspection voided"),
    "penalty.voided": ("处罚作废", "penalty voided"),
    "case.withdrawn": ("案件移送撤回", "case withdrawn"),
    "fact.voided": ("录入撤销", "entry taken back"),
    "official.term_started": ("领导任职更正", "term of a leader corrected"),
    "official.term_ended": ("领导任职更正", "term of a leader corrected"),
}
_OTHER = ("其他变更", "other change")


class Found(NamedTuple):
    zh: str
    en: str
    events: int


def causes_found(events: Iterable[PartEvent]) -> list[Found]:
    """The most frequent first. Empty where no event did it: the cut-off or the policy is another."""
    counted = Counter(_WORDS.get(event.entry.type, _OTHER) for event in events)
    return [Found(*words, count) for words, count in counted.most_common()]
