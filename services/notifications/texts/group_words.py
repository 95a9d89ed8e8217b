"""What is said to groups: by robots and to be copied by hand. It reaches nobody in particular. Pure.

Only how many are missing. Names are told by the safety office's own button alone.
"""

from collections.abc import Sequence
from datetime import datetime

from services.notifications.texts import moments
from services.notifications.texts.fitting import cleaned
from services.notifications.texts.sentence import said_with
from services.notifications.texts.texts import Texts


def robot_text(texts: Texts, period_name: str, missing: int) -> str:
    """`第4期汇总表还有3家未报，请相关单位尽快报送。`"""
    template = texts.group.robot if missing else texts.group.robot_complete
    return said_with(template, {"period": cleaned(period_name), "missing": str(missing)})


def copy_text(texts: Texts, period_name: str, deadline: datetime, missing: int) -> str:
    """复制文字 for the 工作群; names nobody."""
    template = texts.group.copied if missing else texts.group.copied_complete
    words = {
        "period": cleaned(period_name),
        "deadline_long": moments.long(deadline),
        "missing": str(missing),
    }
    return said_with(template, words)


def copy_text_of_hazards(texts: Texts, hazards: int) -> str:
    """Of so many that somebody has to act on; names neither them nor whom."""
    return said_with(texts.group.copied_of_hazards, {"hazards": str(hazards)})


def copy_text_naming_filers(texts: Texts, period_name: str, as_of: datetime, names: Sequence[str]) -> str:
    """Only for the safety office's button 通报; at least one filer is missing."""
    words = {
        "period": cleaned(period_name),
        "as_of": moments.short(as_of),
        "missing": str(len(names)),
        "names": "、".join(cleaned(name) for name in names),
    }
    return said_with(texts.group.copied_with_names, words)
