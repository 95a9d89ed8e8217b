"""The addresses of a report: of its page, its cells and its documents, all asking for the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import LOGS, Question

_PAGES, _API = "/reporting/pages", "/reporting"


@dataclass(frozen=True, slots=True)
class Addresses:
    campaign: str
    annex: str
    named: Mapping[str, str]
    """What is said after the `?` to name the report."""

    @classmethod
    def of(cls, asked: Question) -> "Addresses":
        """As it was asked for: what was left out is left out."""
        if asked.submission is not None:
            return cls(asked.campaign, asked.annex, {"submission": asked.submission.number})
        given = {
            "occurred_until": asked.occurred_until,
            "recorded_until": asked.recorded_until,
            "positions": _written(asked.positions) or None,
            "policy": asked.policy,
        }
        return cls(asked.campaign, asked.annex, {name: each for name, each in given.items() if each})

    def fixed(self, form: Form) -> "Addresses":
        """What is found there never changes."""
        if form.submission is not None:
            return self
        positions = _written(form.positions)
        named = {"occurred_until": form.occurred_until, "positions": positions, "policy": form.policy}
        return replace(self, named=named)

    @property
    def now(self) -> "Addresses":
        """Of all that is known so far."""
        return replace(self, named={})

    @property
    def query(self) -> str:
        return _query(self.named)

    def path(self, *parts: str) -> str:
        """Of a page, without its query."""
        return _path(_PAGES, (self.campaign, self.annex), parts)

    def page(self, *parts: str, **more: str) -> str:
        return self.path(*parts) + _query({**self.named, **more})

    def other_annex(self, annex: str) -> str:
        return replace(self, annex=annex).page()

    def document(self, suffix: str, *parts: str, **more: str) -> str:
        """As the API gives it: the form, or what is behind one of its cells."""
        path = _path(_API, (self.campaign, self.annex), parts)
        return f"{path}.{suffix}{_query({**self.named, **more})}"


def _path(below: str, form: tuple[str, str], parts: tuple[str, ...]) -> str:
    return "/".join([below, "campaigns", *(quote(part, safe=":") for part in (*form, *parts))])


def _query(named: Mapping[str, str]) -> str:
    return f"?{urlencode(named, safe=':,')}" if named else ""


def _written(positions: Mapping[str, int]) -> str:
    return ",".join(f"{log}:{positions[log]}" for log in LOGS if log in positions)
