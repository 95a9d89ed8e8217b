"""What is said of a paper in one sentence. Pure."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from services.reporting.paper.refused import Code, PaperRefused
from services.reporting.paper.verifying import Joined, listed

Kind: TypeAlias = Literal[
    "current", "corrected", "replaced", "withdrawn", "returned", "incomplete", "mismatch", "unreadable"
]

_SENTENCES: dict[Kind, tuple[str, str]] = {
    "current": ("与报送原件一致，目前最新。", "As it was signed, and the latest."),
    "corrected": (
        "已被第{detail}次更正替代，请以更正报为准。",
        "Replaced by correction number {detail}; go by the correction.",
    ),
    "replaced": (
        "已被第{detail}版汇总替代，请以新版为准。",
        "Replaced by edition {detail} of the sheet; go by that.",
    ),
    "withdrawn": ("已撤回，不再有效。", "Withdrawn by its filer; it is no longer valid."),
    "returned": (
        "已退回，不再有效，请以重新报送的为准。",
        "Returned by the safety office; it is no longer valid, go by what is signed anew.",
    ),
    "incomplete": (
        "签名有效，还缺第{detail}个二维码，请一并核验。",
        "Signed, but QR code {detail} is missing; check all of them together.",
    ),
    "mismatch": ("校验不符，请与镇安委办核实。", "It does not check out; ask the safety office."),
    "unreadable": ("无法核验。", "This can't be checked."),
}
_UNREADABLE: frozenset[Code] = frozenset({"not_a_payload", "unknown_version", "parts_disagree"})
"""Of these nobody can say that a report was changed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    zh: str
    en: str


def verdict(kind: Kind, detail: str = "") -> Verdict:
    zh, en = _SENTENCES[kind]
    return Verdict(kind, zh.format(detail=detail), en.format(detail=detail))


def incomplete(found: Joined) -> Verdict:
    return verdict("incomplete", listed(found.missing))


def refusal(refused: PaperRefused) -> Verdict:
    return verdict("unreadable" if refused.code in _UNREADABLE else "mismatch")
