"""How deep a message may be nested: what is parsed may be deeper than what can be written down again."""

from typing import Any

from shared.problems import Rejected

DEEPEST = 32
"""Levels of lists and objects, the message itself included. A fact of the contract has four."""
_CUT = "…"


def check_nesting(message: Any, levels: int = DEEPEST) -> None:
    """Refuse what is deeper with `nested_too_deep`. It looks no deeper than that itself."""
    if type(message) is dict:
        inside: Any = message.values()
    elif type(message) is list:
        inside = message
    else:
        return
    if not levels:
        raise Rejected("nested_too_deep")
    for each in inside:
        if type(each) is dict or type(each) is list:
            check_nesting(each, levels - 1)


def cut_short(message: Any, levels: int = DEEPEST) -> Any:
    """As much of a message as can be written down, however deep it is."""
    match message:
        case dict() | list() if not levels:
            return _CUT
        case dict():
            return {name: cut_short(inner, levels - 1) for name, inner in message.items()}
        case list():
            return [cut_short(inner, levels - 1) for inner in message]
        case _:
            return message
