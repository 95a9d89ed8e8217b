"""A problem's code as a sentence for a table: what it says in general, without its details."""

import re

from shared.operations.words import Words
from shared.problems import PROBLEMS

_DETAIL = re.compile(r"[“”]?\{[^}]*\}[“”]?")


def problem_in_words(code: str) -> Words:
    problem = PROBLEMS.get(code)
    if problem is None:
        return Words(code, code)
    return Words(_DETAIL.sub("…", problem.zh), _DETAIL.sub("…", problem.en))
