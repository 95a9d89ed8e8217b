"""What was done just now, said on the page that it leads back to: its address names the act.

An address can be written by anybody: of a report nothing is said that is not so.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from fastapi import Query

from services.reporting.filing.state import Submission

Deed: TypeAlias = Literal["accepted", "returned", "reviewed", "withdrawn", "extended"]
JustDone = Annotated[Deed | None, Query()]
WORDS: Mapping[Deed, tuple[str, str]] = {
    "accepted": ("已审核通过。", "Accepted."),
    "returned": ("已退回，填报单位会收到提醒。", "Returned; the filer is told."),
    "reviewed": ("已同意报送。", "Agreed to."),
    "withdrawn": ("已撤回。", "Withdrawn."),
    "extended": ("已同意延期。", "The extension is granted."),
}


def after(address: str, deed: Deed) -> str:
    return f"{address}?done={deed}"


def said_of(submission: Submission, deed: Deed | None) -> tuple[str, str] | None:
    if deed is None:
        return None
    last = submission.acts[-1].event.type if submission.acts else None
    return WORDS[deed] if last == f"submission.{deed}" else None
