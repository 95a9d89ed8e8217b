"""The seats of a demonstration as they are offered: by what people do there, and by town. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from deploy.embedded.issuer.seats import Seat
from shared.facts.roles_in_words import ROLES_IN_WORDS
from shared.pages.language import Language


@dataclass(frozen=True, slots=True)
class SeatGroup:
    title: str
    seats: tuple[Seat, ...]


def seat_groups(seats: Sequence[Seat], language: Language) -> Iterator[SeatGroup]:
    place = ("zh", "en").index(language)
    several = len({seat.township for seat in seats}) > 1
    for (township, role), of_role in groupby(seats, lambda seat: (seat.township, seat.role)):
        title = ROLES_IN_WORDS[role][place]
        yield SeatGroup(f"{title} {township}" if several else title, tuple(of_role))
