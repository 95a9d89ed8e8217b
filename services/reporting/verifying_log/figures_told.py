"""What is said of the first event from which on figures differ. Pure."""

from services.reporting.fresh_fold.first import Place
from services.reporting.fresh_fold.folding import FreshFold
from shared.verifying.finding import Finding

_SAID = {
    "rows": ("对象的记录条目", "the entries kept of it"),
    "spans": ("对象的起止位置", "the positions and times kept of it"),
    "names": ("对象的引用", "whom it names"),
    "marks": ("对象的计数依据", "its marks"),
    "naming": ("引用索引", "the index of who names whom"),
    "tallies": ("标记数", "a tally that it is counted in"),
    "cells": ("单元格", "a cell that it is counted in"),
}
_DIFFERS = "{zh}与重新推算不符（{where}，日志 {log}） {en} is not what the events of {log} lead to ({where})"
_TOLD = {
    "provenance": (
        "记录来源与事件不符（日志 {log}） who recorded the event of {log}, and when, is kept otherwise"
    ),
    "provenance_beyond": "记录来源超出已应用的位置（日志 {log}） more is kept of {log} than was applied",
    "checkpoints": "已应用到的位置与事件不符（日志 {log}） the checkpoint in {log} is not of the event there",
}


def finding_of(folded: FreshFold) -> Finding | None:
    first = folded.compared.first
    if first is None:
        return None
    log = first.log or "hazards"
    position = first.position if first.log else folded.reached[log].position
    if first.check in _TOLD:
        return Finding(position, first.check, _TOLD[first.check].format(log=log))
    zh, en = _SAID[first.check]
    return Finding(position, first.check, _DIFFERS.format(zh=zh, en=en, log=log, where=_where(first)))


def _where(first: Place) -> str:
    """The town, whose event it is, and the cell or tally."""
    township, *place = map(str, first.key)
    subject = "" if first.subject is None else "/".join(first.subject)
    of_cell = "·".join(place) if first.check in ("tallies", "cells") else ""
    return " ".join(each for each in (township, subject, of_cell) if each)
