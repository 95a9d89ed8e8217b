"""What a reminder is about and whom it goes to, in words for a list. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

_LISTS = {"list/safety-office/": "镇安委办", "list/operators/": "运维"}


def about(subject: str, facts: Mapping[str, Any]) -> str:
    """`明月村 第1期汇总表`; the subject itself where nothing is known of it, as of a restored row."""
    kind = subject.partition("/")[0]
    try:
        match kind:
            case "report":
                return f"{facts['filer_name']} {facts['period_name']}汇总表"
            case "summary":
                return f"{facts['period_name']}报送情况"
            case "hazard":
                return f"隐患 {facts['hazard']}（{facts['organisation_name']}）"
            case _:
                return str(facts["what"])
    except KeyError:
        return subject


def named(reference: str, names: Sequence[str | None]) -> str:
    """The first name that there is: the person's, the organisation's; else what the reference says."""
    lists = (name for prefix, name in _LISTS.items() if reference.startswith(prefix))
    known = (name for name in (*names, *lists) if name)
    return next(known, reference.split("/")[1])
