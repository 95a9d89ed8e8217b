"""The seats of a demonstration as they are offered: by what people do there, and by town. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from deploy.embedded.issuer.seats import Seat
from shared.pages.language import Language

_ROLES = {
    "reporter": ("村居填报员", "Reporters of villages"),
    "officer": ("科室干部", "Officers of departments"),
    "safety_office": ("镇安委办", "Safety office"),
    "leader": ("镇领导", "Leaders"),
    "auditor": ("审计员", "Auditors"),
    "operator": ("运维员", "Operators"),
}


@dataclass(frozen=True, slots=True)
class SeatGroup:
    title: str
    seats: tuple[Seat, ...]


def seat_groups(seats: Sequence[Seat], language: Language) -> Iterator[SeatGroup]:
    place = ("zh", "en").index(language)
    several = len({seat.township for seat in seats}) > 1
    for (township, role), of_role in groupby(seats, lambda seat: (seat.township, seat.role)):
        title = _ROLES[role][place]
        yield SeatGroup(f"{title} {township}" if several else title, tuple(of_role))
