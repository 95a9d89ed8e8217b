"""A read model: what a service keeps of the logs it reads, and the version of the code that folded it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.problems import Rejected
from shared.read_model.checkpoint import Checkpoint
from shared.read_model.stopped import Stopped

FIRST = "public"
"""The generation that was there before there were others: the schema whose tables they are made like."""
FOLDED_ANEW = "is folded anew"
"""How health begins what it says of a read model that another version of the code had folded."""


class AnotherVersion(Rejected):
    """Another release has taken over: this process neither writes to the read model nor answers from it."""

    def __init__(self, model: "ReadModel", found: int | None) -> None:
        self.told = f"is of version {found}, and this process of {model.version}"
        super().__init__("not_ready", detail=f"数据已由另一版本接管 the read model {model.name} {self.told}")


class NotWhole(Rejected):
    """While it is folded anew: half a read model answers nobody."""

    def __init__(self, done: int, total: int) -> None:
        self.done = done
        detail = f"正在按新版本重建数据 the read model is folded anew: {done}/{total}"
        super().__init__("not_ready", detail=detail)


@dataclass(frozen=True, slots=True)
class ReadModel:
    """Whatever changes what is kept of the same events raises `version`: a test holds the two together."""

    name: str
    version: int
    tables: tuple[str, ...]
    """Emptied before it is folded anew."""
    in_generations: bool = False
    """Whether another generation of it can be built beside the live one: `shared.read_model.generation`."""


@dataclass(frozen=True, slots=True)
class Folded:
    """How far a read model is, as the database says."""

    version: int
    checkpoints: Mapping[str, Checkpoint]
    """By log; a log of which nothing was applied is missing."""
    targets: Mapping[str, int]
    """By log: where it was before it was emptied. Empty once it is there again."""
    stopped: Mapping[str, Stopped] = field(default_factory=dict)
    """By log: the event that could not be applied."""
    generation: str = FIRST
    """The schema that it was read in."""

    def checkpoint(self, log: str) -> Checkpoint:
        return self.checkpoints.get(log, Checkpoint(None, 0))

    @property
    def done(self) -> int:
        """Of the events that were in it before."""
        return sum(min(self.checkpoint(log).position, target) for log, target in self.targets.items())

    @property
    def total(self) -> int:
        return sum(self.targets.values())

    @property
    def behind(self) -> str | None:
        """What health and refusals say while it is folded anew."""
        if not self.targets:
            return None
        return f"{FOLDED_ANEW}: {self.done} of {self.total} events"

    def refuse_unless_whole(self) -> None:
        if self.targets:
            raise NotWhole(self.done, self.total)
