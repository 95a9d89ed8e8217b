"""Where on the signing page a refusal belongs: at the field that it asks for, or over the whole. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from services.reporting.pages.filing.signing_shown import SigningShown, column_of
from shared.pages.posted import Posted
from shared.problems import Rejected

PREPARE_AGAIN = frozenset(
    {"figures_changed", "figures_stale", "report_outdated", "cutoff_not_allowed", "position_not_reached"}
)
"""What another report would not be refused for: 重新生成."""
_FIELDS = {
    "unchanged_needs_tick": "unchanged",
    "late_needs_reason": "late_reason",
    "correction_needs_reason": "correction_reason",
    "on_behalf_needed": "behalf_reason",
}


class Mistake(NamedTuple):
    field: str | None
    """Its id on the page; None where no field can mend it."""
    zh: str
    en: str


def refusal(refused: Rejected, field: str | None = None) -> Mistake:
    """`id_conflict` is what a page hears that was sent, gone back to, and sent with something else."""
    if refused.code == "id_conflict":
        en = "This form was sent already and was not done twice. See what is now, then act again."
        return Mistake(None, "此页面已提交过，没有重复办理；请看现在的情况，再决定是否办理。", en)
    return Mistake(field, refused.zh, refused.en)


def refused_at(refused: Rejected, shown: SigningShown, typed: Posted) -> list[Mistake]:
    """Those of `open_error` are told by `open_errors`, whether or not anything was refused."""
    match refused.code:
        case "fall_needs_reason":
            return list(_falls(shown, typed))
        case "open_error":
            return []
        case code:
            return [refusal(refused, _FIELDS.get(code))]


def open_errors(shown: SigningShown) -> Iterator[Mistake]:
    """Each at its cell; nothing is signed over them."""
    for error in shown.errors:
        column = column_of(error["code"])
        zh, en = error["zh"], error["message"].removeprefix(error["zh"]).strip()
        if error["code"] == "major_found_exceeds_hazards_found":
            zh = "重大隐患多于隐患总数，请先核实，暂不能报送。"
        yield Mistake(None if column is None else f"c-{column}", zh, en)


def _falls(shown: SigningShown, typed: Posted) -> Iterator[Mistake]:
    for fall in shown.falls:
        field = f"fall.{fall.column}"
        if typed.text(field) is None:
            zh = f"“{fall.name}”比上期少{fall.by}{fall.measure}，请说明原因。"
            yield Mistake(field, zh, f"{fall.column} is {fall.by} below the last report; give the reason.")
