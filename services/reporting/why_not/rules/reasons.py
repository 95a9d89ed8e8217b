"""Why a subject is not in a cell: every reason there is, and the sentence that it is told in."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Reason:
    """The first condition that fails."""

    code: str
    behind: tuple[Entry, ...] = ()
    """The events that make it so; the one that decides comes first."""
    who: str = ""
    """The organisation that did it, or that it counts for instead."""
    survivor: str = ""
    """Of a merger: what it is for counting."""


SENTENCES: dict[str, tuple[str, str]] = {
    "not_known": (
        "截至所查的录入时点，没有登记过这个编号。",
        "Nothing was recorded under this id up to the positions asked for.",
    ),
    "taken_back": (
        "登记它的那条记录已经撤销，视同从未登记。",
        "The record that introduced it was taken back, as if it had never been sent.",
    ),
    "voided": ("{noun}已作废，任何时候都不算。", "{Noun} was voided as a mistake and counts at no date."),
    "merged": (
        "已并入“{survivor}”，以“{survivor}”计数；“{survivor}”{counts}在这一格中。",
        "It was merged into “{survivor}”, which is counted in its place and {is_here} in this cell.",
    ),
    "registered_later": (
        "统计截止时还没有登记。",
        "It was registered at or after the cut-off.",
    ),
    "closed_down": ("统计截止时已经关停。", "It was closed down at the cut-off."),
    "unassigned": (
        "统计截止时没有归属的科室（村居）。",
        "At the cut-off it had no department (village).",
    ),
    "of_another": ("统计截止时归属“{who}”。", "At the cut-off it was of “{who}”."),
    "of_no_filer": (
        "统计截止时归属“{who}”，它不是这张表的填报单位。",
        "At the cut-off it was of “{who}”, which is no filer of this form.",
    ),
    "not_graded": ("统计截止时还没有分级。", "It was not graded yet at the cut-off."),
    "other_grade": ("统计截止时是别的等级。", "It was of another grade at the cut-off."),
    "self_reported": (
        "由单位自己上报，按口径不算排查。",
        "The unit reported it itself, which by the counting policy is no find.",
    ),
    "before_window": ("{act}在行动开始之前。", "It was {acted} before the campaign's window."),
    "after_cutoff": ("{act}在统计截止时点或之后。", "It was {acted} at or after the cut-off."),
    "by_another": ("由“{who}”{act}，算“{who}”的。", "It was {acted} by “{who}” and counts there."),
    "by_no_filer": (
        "由“{who}”{act}，它不是这一栏计数的填报单位。",
        "It was {acted} by “{who}”, which is no filer that this column counts for.",
    ),
    "credited_to_nobody": (
        "由工作组{act}而单位当时没有主管科室，或由单位自报：不算任何填报单位的。",
        "It was {acted} by a working group at a unit without a department, or by the unit: no filer has it.",
    ),
    "not_closed": ("统计截止时还没有销号。", "It was not closed at the cut-off."),
    "closed_later": ("销号在统计截止时点或之后。", "It was closed at or after the cut-off."),
    "reopened": (
        "销号后回头看不合格，统计截止时又成为未整改。",
        "After its closure a look-back failed; at the cut-off it was open again.",
    ),
    "not_major": ("不是重大隐患，也没有升为重大。", "It is not major and was never raised to major."),
    "raised_later": (
        "升为重大在统计截止时点或之后。",
        "It was raised to major at or after the cut-off.",
    ),
    "mitigated": (
        "已经治理降级，按口径不再算重大。",
        "It was reduced by mitigation, after which the counting policy does not count it as major.",
    ),
    "misjudged": (
        "已更正为误判，任何时候都不是重大。",
        "Its severity was corrected as misjudged; it was major at no date.",
    ),
    "not_referred": ("没有移送过。", "It was never referred."),
    "referral_withdrawn": ("移送已撤回。", "The referral was withdrawn."),
    "other_receiver": (
        "移送的双方不是这一栏所计的（如科室移送区级部门）。",
        "Sender and receiver are not of the kinds that this column counts.",
    ),
    "not_supervised": ("没有挂牌督办过。", "It was never put under listed supervision."),
    "not_inspected": ("没有检查过。", "There is no inspection of it."),
    "unit_voided": ("所涉单位已作废。", "The unit named in it was voided."),
    "no_leader": (
        "参加检查的人当时都不是在任领导。",
        "Nobody who took part in the inspection was a leader in office then.",
    ),
    "not_penalised": ("没有处罚过。", "There is no penalty on it."),
    "revoked": (
        "处罚已复议撤销，按口径不再计入。",
        "The penalty was revoked on review, after which the counting policy does not count it.",
    ),
    "no_fine": ("处罚中没有罚款。", "The penalty holds no fine."),
}
"""By code, in Chinese and English. Codes are stable; the order in which reasons are looked for is in
`docs/http.md`."""

_NOUNS = {
    "unit": ("该单位", "The unit"),
    "hazard": ("该隐患", "The hazard"),
    "inspection": ("该次检查", "The inspection"),
    "penalty": ("该项处罚", "The penalty"),
}
_ACTS = {
    "hazard.found": ("发现", "found"),
    "hazard.referred": ("移送", "referred"),
    "hazard.supervision_ordered": ("挂牌督办", "put under listed supervision"),
    "inspection.completed": ("检查", "inspected"),
    "penalty.imposed": ("处罚", "penalised"),
    "case.referred": ("移送", "referred"),
}


def message(reason: Reason, names: Mapping[str, str], *, survivor_counts: bool) -> str:
    """The Chinese sentence, then the English one; `names` of organisations by id."""
    return " ".join(sentences(reason, names, survivor_counts=survivor_counts))


def sentences(reason: Reason, names: Mapping[str, str], *, survivor_counts: bool) -> tuple[str, str]:
    first = reason.behind[0].type if reason.behind else ""
    noun, act = _NOUNS.get(first.partition(".")[0], ("", "")), _ACTS.get(first, ("", ""))
    said = {
        "who": names.get(reason.who, reason.who),
        "survivor": reason.survivor,
        "noun": noun[0],
        "Noun": noun[1],
        "act": act[0],
        "acted": act[1],
        "counts": "" if survivor_counts else "不",
        "is_here": "is" if survivor_counts else "is not",
    }
    zh, en = SENTENCES[reason.code]
    return zh.format(**said), en.format(**said)
