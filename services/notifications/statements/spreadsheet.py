"""A statement as a spreadsheet: a line for each reminder, its signature beneath, no formula. Pure."""

from collections.abc import Iterator
from datetime import UTC
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook

from shared.instant import SHANGHAI, parse_instant

SHEET = "催报情况说明"
HEADINGS = ("填报单位", "报送状态", "提醒", "应发时间", "接收人", "渠道", "情况", "发送时间")
_WIDTHS = (20, 10, 22, 17, 30, 10, 34, 17)
_STATES = {
    "none": "未报送", "signed": "已签报", "waiting_review": "待审签", "accepted": "已受理",
    "withdrawn": "已撤回", "returned": "已退回",
}  # fmt: skip
_CHANNELS = {"sms": "短信", "email": "电子邮件", "telephone": "电话"}


def spreadsheet(statement: Any) -> bytes:
    """The same statement gives the same bytes."""
    content, written = statement["content"], BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, options) as book:
        made = parse_instant(content["signed"]).astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": SHEET, "created": made})
        sheet, bold = book.add_worksheet(SHEET), book.add_format({"bold": True})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(
            0, 0, f"{SHEET} {content['period_name']}（截止 {_local(content['deadline'])}）", bold
        )
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(1, column, heading, bold)
        row = 2
        for line in _lines(content):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text)
            row += 1
        for note in _notes(statement):
            sheet.write_string(row, 0, note)
            row += 1
        sheet.freeze_panes(2, 0)
    return written.getvalue()


def _lines(content: Any) -> Iterator[tuple[str, ...]]:
    for filer in content["filers"]:
        yield from _told(filer["name"], _STATES[filer["state"]], filer)
    heads = content.get("heads")  # A statement of the first version has none.
    if heads is not None:
        yield from _told("组长", "未发布" if heads["released"] is None else "已发布", heads)


def _told(name: str, state: str, one: Any) -> Iterator[tuple[str, ...]]:
    for stage in one["stages"]:
        for each in stage["recipients"]:
            yield (
                name, state, stage["title"], _local(stage["due"]), each["recipient"],
                _CHANNELS.get(each["channel"], each["channel"]), each["in_words"], _local(each["sent"]),
            )  # fmt: skip
    for lack in one["missing"]:
        yield (
            name, state, lack["rule"], _local(lack["due"]), "、".join(lack["seats"]), "", "应发未发", "",
        )  # fmt: skip


def _notes(statement: Any) -> Iterator[str]:
    content = statement["content"]
    yield f"第 {content['edition']} 版，签名时间 {_local(content['signed'])}"
    if content.get("demo_clock"):
        yield "演示时钟 under a demonstration's clock"
    yield f"{statement['algorithm']} {statement['key_id']} {statement['signature']}"


def _local(written: str | None) -> str:
    return "" if written is None else parse_instant(written).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
