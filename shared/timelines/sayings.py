"""What both services record: one fact is taken back. Pure."""

from shared.timelines.words import Field, Saying, text
from shared.wording import Both

FACT_VOIDED = Saying(
    Both("撤回一条记录（更正）", "A record taken back (correction)"),
    (
        Field("voids", Both("撤回的是", "Of"), lambda value, _: Both(f"第{value}条", f"event {value}")),
        text("reason", "原因", "Reason"),
    ),
)
