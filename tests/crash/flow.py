"""An endless campaign by seed: waves of facts, shuffled between subjects, a part of them sent twice."""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tests.oracle.campaign import Size, campaign, mixed, with_repeats
from tests.oracle.said import Said
from tests.oracle.town import Town

Route = Literal["bus", "registry", "hazards"]
"""Over the bus, or over HTTP to one of the two services."""
WAVE = Size(units=30, inspections=50, hazards=80, penalties=12, cases=10)


@dataclass
class Flow:
    """A subject goes one way only, so its facts keep their order; a third of the subjects goes over HTTP."""

    town: Town
    seed: int
    size: Size = WAVE
    publishers: dict[str, str] = field(default_factory=dict)
    """Who sends over the bus, and who over HTTP."""
    begun: dict[tuple[str, str, str], Said] = field(default_factory=dict)
    """Every fact handed out or to be handed out in this wave, by publisher, source and id."""
    ending: bool = False
    _waves: int = 0
    _left: dict[Route, list[Said]] = field(default_factory=dict)

    def take(self, route: Route, at_most: int) -> list[Said]:
        """The next facts; a new wave begins when the last one has left, unless the flow is ending."""
        if not any(self._left.values()) and not self.ending:
            self._begin_wave()
        queue = self._left.get(route, [])
        taken, queue[:at_most] = queue[:at_most], []
        return taken

    @property
    def handed_out(self) -> bool:
        return not any(self._left.values())

    @property
    def facts(self) -> list[Said]:
        return list(self.begun.values())

    def _begin_wave(self) -> None:
        self._waves += 1
        rng = Random(f"{self.seed}-{self._waves}")
        histories = campaign(rng.randrange(10**9), self.town, self.size, prefix=f"w{self._waves}-")
        rng.shuffle(histories)
        third = len(histories) // 3
        posted, published = mixed(histories[:third], rng), mixed(histories[third:], rng)
        routes: dict[Route, list[Said]] = {"bus": published, "registry": [], "hazards": []}
        for fact in posted:
            routes["registry" if fact.service == "registry" else "hazards"].append(fact)
        for route, facts in routes.items():
            publisher = self.publishers["bus" if route == "bus" else "http"]
            self.begun |= {(publisher, *fact.key): fact for fact in facts}
            self._left[route] = with_repeats(facts, rng)
