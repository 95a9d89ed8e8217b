"""What the form of the signing page posts, as the API is asked it, and where a mistake lies. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.reporting.counting.columns import COLUMN
from services.reporting.pages.filing.figures import label_of
from services.reporting.reading.question import read_positions
from services.reporting.submissions.asking import SignAsked
from services.reporting.submissions.preparing import Seen
from shared.events.judged import found_wrong
from shared.instant import microseconds, parse_instant
from shared.operations.pages.sent_numbers import number_sent
from shared.pages.posted import Posted
from shared.problems import Rejected

WHOLE = "remark"
"""填报说明 of the whole report; that of a figure is `remark.` and its column."""
_FIELDS = {
    "numbers": ("报送件", "Reports"),
    "late_note": ("逾期原因", "Why it is late"),
    "behalf_reason": ("代报原因", "Reason"),
    "behalf_asked_by": ("委托人", "Asked by"),
    "correction_reason": ("更正原因", "Reason of the correction"),
    "problems": ("存在问题", "Problems"),
    "next_steps": ("下一步工作", "Next steps"),
}


def sign_asked(period: str, filer: str, posted: Posted) -> SignAsked:
    """Raises `ValidationError` for what people typed, `Rejected` for what a form never sends."""
    seen = seen_in(posted.text("occurred_until"), posted.text("positions"))
    if seen is None:
        raise Rejected("figures_changed")
    waiting = None if posted.text("waiting") is None else number_sent(posted.single(), "waiting")
    content: dict[str, Any] = {
        "period": period,
        "filer": filer,
        "report": {
            "occurred_until": posted.text("occurred_until"),
            "positions": dict(seen.positions),
            "digest": posted.text("digest") or "",
            "waiting": waiting,
        },
        "remarks": list(_remarks(posted)),
        "fall_reasons": posted.under("fall."),
        "unchanged": bool(posted.all("unchanged")),
        "late_reason": posted.text("late_reason"),
        "late_note": posted.text("late_note"),
        "on_behalf": _on_behalf(posted),
        "corrects": posted.text("corrects"),
        "correction_reason": posted.text("correction_reason"),
        "narrative": _narrative(posted),
    }
    return SignAsked.model_validate(content)


def seen_in(occurred_until: str | None, positions: str | None) -> Seen | None:
    """The report as it was shown; None where it is not named whole."""
    if occurred_until is None or positions is None:
        return None
    try:
        moment = microseconds(parse_instant(occurred_until))
    except ValueError:
        return None
    named = read_positions(positions)
    return Seen(moment, named) if set(named) == {"registry", "hazards"} else None


def mistakes(error: ValidationError, posted: Posted) -> list[tuple[str, str, str]]:
    """Of each the field, and its sentence in Chinese and in English."""
    columns = [each.get("column") for each in _remarks(posted)]
    found: dict[str, tuple[str, str, str]] = {}
    for one in found_wrong(error):
        field = _field(one["loc"], columns)
        found.setdefault(field, (field, *_sentences(one, *_named(field))))
    return list(found.values())


def _remarks(posted: Posted) -> Iterator[dict[str, str]]:
    if (text := posted.text(WHOLE)) is not None:
        yield {"text": text}
    for column, text in posted.under(f"{WHOLE}.").items():
        yield {"column": column, "text": text}


def _on_behalf(posted: Posted) -> dict[str, str] | None:
    """Both are asked for where one is there."""
    reason, asked_by = posted.text("behalf_reason"), posted.text("behalf_asked_by")
    if reason is None and asked_by is None:
        return None
    return {"reason": reason or "", "asked_by": asked_by or ""}


def _narrative(posted: Posted) -> dict[str, str | None] | None:
    if not posted.all("narrative"):
        return None
    return {
        "paragraph": posted.text("paragraph"),
        "problems": posted.text("problems"),
        "next_steps": posted.text("next_steps"),
    }


def _field(place: Sequence[Any], columns: Sequence[str | None]) -> str:
    match list(place):
        case ["remarks", int(number), *_]:
            column = columns[number]
            return WHOLE if column is None else f"{WHOLE}.{column}"
        case ["fall_reasons", str(column), *_]:
            return f"fall.{column}"
        case ["on_behalf", str(name), *_]:
            return f"behalf_{name}"
        case ["narrative", str(name), *_]:
            return name
        case _:
            return str(place[0])


def _named(field: str) -> tuple[str, str]:
    kind, _, column = field.partition(".")
    of = f"（{label_of(column)}）" if column in COLUMN else ""
    match kind:
        case "fall":
            return f"减少原因{of}", f"Reason {column}"
        case "remark":
            return f"填报说明{of}", f"Remark {column}".strip()
        case _:
            return _FIELDS.get(field, (field, field))


def _sentences(one: ErrorDetails, zh: str, en: str) -> tuple[str, str]:
    """Values are not repeated."""
    match one["type"]:
        case "personal_data":
            return Rejected("personal_data", field=zh).zh, Rejected("personal_data", field=en).en
        case "string_too_long":
            most = one["ctx"]["max_length"]
            return f"“{zh}”最多 {most} 字，请删减。", f"“{en}” has at most {most} characters; shorten it."
        case "too_many_items":
            return f"“{zh}”过多，请合并填写。", f"Too many of “{en}”; put some together."
        case _:
            return f"“{zh}”填写有误，请检查。", f"“{en}” is not right; check it."
