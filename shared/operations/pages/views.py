"""The views of the console, who has which, and in which services they are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.facts.account import Role
from shared.operations.words import Words

_LOGS = ("hazards", "registry", "reporting")
_INTAKES = ("hazards", "registry")
_OPERATOR: tuple[Role, ...] = ("operator",)
_BOTH: tuple[Role, ...] = ("operator", "auditor")


@dataclass(frozen=True, slots=True)
class View:
    name: str
    words: Words
    services: Sequence[str]
    """The first one is shown where nothing else is said."""
    roles: Sequence[Role]

    def address(self, service: str) -> str:
        below = "" if self.name == "overview" else f"/{self.name}"
        of = service if service in self.services else self.services[0]
        return f"/{of}/pages/operations{below}"


VIEWS = (
    View("overview", Words("概览", "Overview"), ("reporting",), _BOTH),
    View("events", Words("事件", "Events"), _LOGS, _BOTH),
    View("letters", Words("死信", "Dead letters"), _INTAKES, _OPERATOR),
    View("waiting", Words("待定", "Waiting"), _INTAKES, _OPERATOR),
    View("verification", Words("核验", "Verification"), _LOGS, _BOTH),
    View("generations", Words("数据代", "Generations"), ("reporting",), _OPERATOR),
    View("replay", Words("重放", "Replay"), ("reporting",), _BOTH),
    View("acts", Words("操作记录", "Acts"), _LOGS, _BOTH),
)


def view_named(name: str) -> View:
    return next(view for view in VIEWS if view.name == name)


def views_of(role: Role) -> list[View]:
    return [view for view in VIEWS if role in view.roles]
