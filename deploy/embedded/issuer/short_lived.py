"""Secrets that are good for a short while, each with what it stands for: in memory alone, and bounded."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from time import monotonic
from typing import Generic, TypeVar

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Content]):
    until: float
    content: Content


class ShortLived(Generic[Content]):
    """Beyond so many, the oldest is forgotten first."""

    def __init__(self, seconds: float, most: int, now: Callable[[], float] = monotonic) -> None:
        self._seconds, self._most, self._now = seconds, most, now
        self._kept: dict[str, _Kept[Content]] = {}

    def put(self, content: Content) -> str:
        """The secret: 256 random bits."""
        if len(self._kept) >= self._most:
            self._forget()
        secret = token_urlsafe(32)
        self._kept[secret] = _Kept(self._now() + self._seconds, content)
        return secret

    def get(self, secret: str) -> Content | None:
        kept = self._kept.get(secret)
        return None if kept is None or self._now() >= kept.until else kept.content

    def _forget(self) -> None:
        now = self._now()
        living = [(secret, kept) for secret, kept in self._kept.items() if kept.until > now]
        self._kept = dict(living[max(0, len(living) - self._most + 1) :])
