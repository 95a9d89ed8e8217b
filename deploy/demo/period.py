"""One period of the demonstration, from the day before its deadline to the corrections after it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from deploy.demo import texts
from deploy.demo.acts import Accept, Act, Consolidate, Extend, Return, SendUp, Sign
from deploy.demo.cast import Cast, some_time


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


@dataclass(frozen=True, slots=True)
class Period:
    key: str
    deadline: datetime
    cast: Cast
    corrected_again: bool
    """What is corrected is consolidated anew; otherwise the sheet is marked 有更新."""

    def settled(self) -> Iterator[Act]:
        """All is done: consolidated and sent up."""
        return chain(self._before(), self._settled(), self._corrections())

    def still_open(self) -> Iterator[Act]:
        """The latest: accepted in part, one returned, one extended, nothing consolidated yet."""
        return chain(self._before(), self._still_open())

    def _before(self) -> Iterator[Act]:
        """Until the deadline."""
        who, key = self.cast, self.key
        for filer in who.early:
            yield Sign(self._between(filer, -25, -24.5), key, filer)
        for filer in who.others:
            yield Sign(self._between(filer, -8.9, -0.1), key, filer)
        yield Sign(self._between(who.corrected, -5, -1), key, who.corrected)
        yield Sign(self._between(who.remarked, -5, -1), key, who.remarked, remark=texts.REMARK)
        yield Sign(self._at(-0.3), key, who.on_behalf, on_behalf=True)
        yield Sign(self._at(-0.15), key, who.explained)
        yield self._returned()

    def _settled(self) -> Iterator[Act]:
        who, key = self.cast, self.key
        yield self._return(-4.5)
        yield Sign(self._at(-2.4), key, who.returned, edition=2)
        yield self._extension(_hours(24))
        yield Sign(self._at(15.4), key, who.late, late_reason="network_or_device")
        yield Sign(self._at(20.9), key, who.extended, late_reason="on_leave")
        yield Accept(self._at(15), key, who.in_time)
        yield Accept(self._at(21.5), key, (who.late, who.extended, who.explained))
        yield Consolidate(self._at(22), key)
        yield SendUp(self._at(22.5), key)

    def _corrections(self) -> Iterator[Act]:
        who, key = self.cast, self.key
        explained, why = who.explained, texts.EXPLAINED
        yield Sign(self._at(15.3), key, explained, edition=2, remark=texts.REMARK, correction=why)
        yield Sign(self._at(88), key, who.corrected, edition=2, correction=texts.CORRECTION)
        yield Accept(self._at(93), key, (who.corrected,))
        if self.corrected_again:
            yield Consolidate(self._at(94), key, edition=2)
            yield SendUp(self._at(94.5), key, edition=2)

    def _still_open(self) -> Iterator[Act]:
        who, key = self.cast, self.key
        yield self._extension(_hours(72))
        yield Sign(self._at(15.4), key, who.late, late_reason="network_or_device")
        reviewed = who.in_time[::2]
        yield Accept(self._at(16), key, tuple(filer for filer in reviewed if filer != who.returned))
        yield self._return(17)

    def _returned(self) -> Sign:
        return Sign(self._at(-7.8), self.key, self.cast.returned)

    def _return(self, hours: float) -> Return:
        return Return(self._at(hours), self._returned().number, texts.RETURNED_AT, texts.RETURNED)

    def _extension(self, longer: timedelta) -> Extend:
        until = self.deadline + longer
        return Extend(self._at(-1.7), self.key, self.cast.extended, until, texts.EXTENDED)

    def _at(self, hours: float) -> datetime:
        return self.deadline + _hours(hours)

    def _between(self, filer: str, earliest: float, latest: float) -> datetime:
        return some_time(self.key, filer, self._at(earliest), self._at(latest))
