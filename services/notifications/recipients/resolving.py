"""Who is told, just now, what a demand says somebody is to be told. Pure.

Nobody out of office, nobody twice. Where a seat has nobody the safety office's list is told in its stead,
where nothing can be sent to somebody he stands on the call list (`telephone`): no demand is without anybody.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.notifications.policy.policy import Rule
from services.notifications.recipients.directory import Directory, Ways
from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.town import Town

TELEPHONE = "telephone"
_DIRECT = ("filer", "official", "person", "list")


@dataclass(frozen=True, slots=True)
class Recipient:
    reference: str
    """Whose contact: `filer/v-1/reporter`."""
    channel: str
    """`sms`, `email` or `telephone`."""
    seats: tuple[str, ...]
    """All that he is told for, as demanded: `reporter` also where the safety office is told in its stead."""


@dataclass(frozen=True, slots=True)
class _Told:
    reference: str
    seat: Seat
    instead: bool
    """The safety office, for want of anybody."""

    def directness(self) -> tuple[bool, int, str]:
        return self.instead, _DIRECT.index(self.reference.partition("/")[0]), self.reference


def resolve(
    demand: Demand,
    town: Town,
    directory: Directory,
    rule: Rule,
    *,
    sms_usable: bool = True,
    failed: AbstractSet[tuple[str, str]] = frozenset(),
) -> list[Recipient]:
    """In the order of references. `sms_usable`: the rule's template is 可用, else the next channel is taken;
    so it is where one has failed: `failed` has references with the channel.

    An address that several of them have is used once, under the most direct reference.
    """
    by_address: dict[tuple[str, str], list[_Told]] = {}
    for audience in demand.audience:
        for told in _told(audience, town, directory):
            ways = directory.ways.get(told.reference, Ways())
            unusable = {channel for reference, channel in failed if reference == told.reference}
            if not sms_usable:
                unusable.add("sms")
            for channel, address in _channels(ways, rule, unusable):
                by_address.setdefault((channel, address or told.reference), []).append(told)
    return sorted(
        (_recipient(channel, together) for (channel, _), together in by_address.items()),
        key=lambda one: (one.reference, one.channel),
    )


def _recipient(channel: str, together: Sequence[_Told]) -> Recipient:
    first = min(together, key=_Told.directness)
    return Recipient(first.reference, channel, tuple(sorted({told.seat.value for told in together})))


def _channels(ways: Ways, rule: Rule, unusable: AbstractSet[str]) -> Sequence[tuple[str, str | None]]:
    there = {"sms": ways.sms, "email": ways.email}
    working = [
        (channel, there[channel]) for channel in rule.channels if there[channel] and channel not in unusable
    ]
    if not working:
        return [(TELEPHONE, ways.telephone)]
    return working if rule.all_channels else working[:1]


def _told(audience: Audience, town: Town, directory: Directory) -> Iterator[_Told]:
    there = _there(audience, town, directory)
    for reference in there:
        yield _Told(reference, audience.seat, instead=False)
    if not there:
        for reference in directory.slots("safety-office"):
            yield _Told(reference, audience.seat, instead=True)


def _there(audience: Audience, town: Town, directory: Directory) -> Sequence[str]:
    of = audience.of
    match audience.seat:
        case Seat.REPORTER:
            found = _first_part(of, ("reporter", "stand_in", "head"), directory)
        case Seat.HEAD:
            found = _first_part(of, ("head",), directory)
        case Seat.MEMBER:
            found = _in_office((one for group in town.groups_of(of) for one in group["members"]), town)
        case Seat.HEADS:
            found = _in_office((one for group in town.groups.values() for one in group["heads"]), town)
        case Seat.OFFICE:
            found = _in_office((id_ for id_, one in town.officials.items() if of in one["offices"]), town)
        case Seat.OFFICIAL:
            found = _in_office((of,), town)
        case Seat.DUTY:
            found = [each for each in directory.roster.get(of, ()) if _may_be_told(each, town)]
        case Seat.SAFETY_OFFICE:
            found = directory.slots("safety-office")
        case Seat.OPERATORS:
            found = directory.slots("operators")
    return found


def _first_part(filer: str, parts: Iterable[str], directory: Directory) -> Sequence[str]:
    references = (f"filer/{filer}/{part}" for part in parts)
    return [reference for reference in references if reference in directory.ways][:1]


def _in_office(officials: Iterable[str], town: Town) -> Sequence[str]:
    references = {f"official/{official}/self" for official in officials}
    return sorted(reference for reference in references if _may_be_told(reference, town))


def _may_be_told(reference: str, town: Town) -> bool:
    kind, _, rest = reference.partition("/")
    official = town.officials.get(rest.rpartition("/")[0], {})
    return kind != "official" or bool(official.get("offices"))
