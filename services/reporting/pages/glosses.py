"""What stands in English beside the official titles and notes of forms, which stay as the notice has them."""

import re

from jinja2 import pass_context
from jinja2.runtime import Context

from services.reporting.pages.readings import reading
from shared.pages.drawing import Drawing
from shared.pages.language import Language

_TITLE = re.compile(r".+?[镇乡](.+)秋冬季安全生产大排查情况汇总表")
_WHOSE = {"各科室": "all departments", "各村（社区）": "all villages and communities", "各单位": "all filers"}
_NOTE = re.compile(r"注：每月(\d+)日、(\d+)日(\d\d:\d\d)前(?:报表|报送)。")
_RATES = re.compile(r"整改率：隐患 (.+?)，其中重大隐患 (.+?)。")
_CAMPAIGNS = {"全镇秋冬季安全生产大排查行动": "The town's autumn and winter safety campaign"}


def glossed(said: str, language: Language) -> str:
    """Empty for who reads Chinese, and for what has no gloss."""
    if language == "zh":
        return ""
    if (title := _TITLE.fullmatch(said)) is not None:
        whose = _WHOSE.get(title[1], title[1])
        return f"Autumn and winter safety campaign: summary of {whose}"
    if (note := _NOTE.fullmatch(said)) is not None:
        return f"Note: to be filed by {note[3]} on the {note[1]}th and the {note[2]}th of each month."
    if (rates := _RATES.fullmatch(said)) is not None:
        return f"Rectified: {rates[1]} of all hazards, {rates[2]} of major ones."
    return _CAMPAIGNS.get(said, "")


@pass_context
def gloss(context: Context, said: str) -> str:
    """`glossed` for templates."""
    return glossed(said, context["language"])


def read_in_english(drawing: Drawing) -> None:
    """What templates pass through for who has switched to it."""
    drawing.read_by("reading", reading)
    drawing.read_by("gloss", gloss)
