"""Which payload of those in turn an event has: the same on every side, by its place in the request."""

from typing import Any


def chosen(payloads: list[dict[str, Any]], nth: int) -> dict[str, Any]:
    return payloads[nth % len(payloads)]
