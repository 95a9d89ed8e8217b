"""Random instants that meet the edges: of the window, of the cut-offs, and each other."""

from datetime import UTC, datetime, timedelta, timezone
from random import Random

from tests.oracle.town import Town

TINY = timedelta(microseconds=1)
OFFSETS = (timedelta(hours=8), timedelta(0), timedelta(hours=-5), timedelta(hours=5, minutes=30))


class Moments:
    """Draws instants for one campaign; asked `after` something it never answers earlier."""

    def __init__(self, rng: Random, town: Town) -> None:
        self._rng = rng
        self._town = town
        edges = (town.starts, town.ends, *town.deadlines)
        terms = [term for its in town.terms.values() for term in its]
        changes = [at for term in terms for at in (term.starts, term.ends) if at and at > town.starts]
        self._edges = [edge + shift for edge in edges for shift in (-TINY, timedelta(0), TINY)]
        self._changes = [change + shift for change in changes for shift in (-TINY, timedelta(0))]
        self._drawn: list[datetime] = [town.starts]

    def draw(self, after: datetime | None = None) -> datetime:
        for _ in range(20):
            chosen = self._any()
            if after is None or chosen >= after:
                break
        else:
            assert after is not None
            chosen = after + timedelta(hours=self._rng.choice((0, 0, 1, 50)))
        self._drawn.append(chosen)
        return chosen

    def _any(self) -> datetime:
        where = self._rng.random()
        if where < 0.15:
            return self._rng.choice(self._edges)
        if where < 0.35:
            return self._rng.choice(self._drawn)
        if where < 0.40 and self._changes:
            return self._rng.choice(self._changes)
        if where < 0.48:
            return self._town.starts - timedelta(minutes=self._rng.randint(1, 200_000))
        if where < 0.52:
            return self._town.ends + timedelta(minutes=self._rng.randint(0, 100_000))
        length = int((self._town.ends - self._town.starts).total_seconds())
        return self._town.starts + timedelta(seconds=self._rng.randrange(length))

    def before_window(self) -> datetime:
        return self._town.starts - timedelta(minutes=self._rng.randint(1, 2_000_000))

    def write(self, instant: datetime) -> str:
        """The same instant in some offset, as publishers write it."""
        offset = self._rng.choice(OFFSETS)
        text = instant.astimezone(timezone(offset)).isoformat()
        if offset == timedelta(0) and self._rng.random() < 0.7:
            return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return text
