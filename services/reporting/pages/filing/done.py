"""What was done just now, said once on the page that it leads back to: its address names the act."""

from typing import Annotated, Literal, TypeAlias

from fastapi import Query

Deed: TypeAlias = Literal["accepted", "returned", "reviewed", "withdrawn", "extended"]
JustDone = Annotated[Deed | None, Query()]
WORDS: dict[Deed, tuple[str, str]] = {
    "accepted": ("已审核通过。", "Accepted."),
    "returned": ("已退回，填报单位会收到提醒。", "Returned; the filer is told."),
    "reviewed": ("已同意报送。", "Agreed to."),
    "withdrawn": ("已撤回。", "Withdrawn."),
    "extended": ("已同意延期。", "The extension is granted."),
}


def after(address: str, deed: Deed) -> str:
    return f"{address}?done={deed}"
