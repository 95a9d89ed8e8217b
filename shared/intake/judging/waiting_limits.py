"""How much may wait: about one subject, for each account, and in all. Real senders never meet these limits.

What waits is held in memory, and is tried again a whole line at a time, so all of it needs an end.
"""

from collections import Counter
from typing import NamedTuple, TypeAlias

from shared.canonical import canonical
from shared.facts.fact import Fact
from shared.intake.judging.line import Line, is_of_unknown
from shared.problems import Rejected

_MIB = 1024 * 1024
_OVERHEAD, _OF_AN_ITEM, _OF_AN_OBJECT = 2048, 150, 550
"""What a waiting fact takes in memory beside what it says: itself, and each of the things in it."""

Scope: TypeAlias = tuple[str, ...]


class Limit(NamedTuple):
    facts: int
    bytes: int
    of: str


ABOUT_ONE_SUBJECT = Limit(100, 16 * _MIB, "一个账号对一个对象 of one account about one subject")
OF_ONE_ACCOUNT = Limit(5_000, 16 * _MIB, "一个账号 of one account")
"""Voidings of facts not known here count apart from all else: most are another service's, and stay long."""
IN_ALL = Limit(100_000, 128 * _MIB, "全部 in all")


def weight_of(fact: Fact) -> int:
    """About how many bytes it takes in memory."""
    raw = canonical(fact.data.payload())
    return len(raw) + _OVERHEAD + raw.count(b",") * _OF_AN_ITEM + raw.count(b"{") * _OF_AN_OBJECT


class Usage:
    """How much waits, by number and weight."""

    def __init__(self) -> None:
        self._facts: Counter[Scope] = Counter()
        self._bytes: Counter[Scope] = Counter()

    def used(self, scope: Scope) -> tuple[int, int]:
        return self._facts[scope], self._bytes[scope]

    def add(self, fact: Fact, line: Line, weight: int) -> None:
        for scope, _ in _limits(fact, line):
            self._facts[scope] += 1
            self._bytes[scope] += weight

    def remove(self, fact: Fact, line: Line, weight: int) -> None:
        for scope, _ in _limits(fact, line):
            self._facts[scope] -= 1
            self._bytes[scope] -= weight
            if not self._facts[scope]:
                del self._facts[scope], self._bytes[scope]

    def check(self, fact: Fact, line: Line, weight: int, soon: "Usage") -> None:
        """Raises `too_many_waiting` beyond a limit; `soon` is what this batch adds to what waits already."""
        for scope, limit in _limits(fact, line):
            (facts, taken), (facts_soon, taken_soon) = self.used(scope), soon.used(scope)
            if facts + facts_soon >= limit.facts:
                raise Rejected("too_many_waiting", detail=f"{limit.of}: {limit.facts:,}")
            if taken + taken_soon + weight > limit.bytes:
                raise Rejected("too_many_waiting", detail=f"{limit.of}: {limit.bytes // _MIB} MiB")


def _limits(fact: Fact, line: Line) -> tuple[tuple[Scope, Limit], ...]:
    account: Scope = (fact.account.township, fact.account.name)
    one_subject: Scope = (*account, line)
    if is_of_unknown(line):
        account = ("voidings", *account)
    return (one_subject, ABOUT_ONE_SUBJECT), (account, OF_ONE_ACCOUNT), ((), IN_ALL)
