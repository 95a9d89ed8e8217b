"""Whether an address is one of those that are named. Pure."""

from collections.abc import Iterable


def is_one_of(path: str, named: Iterable[str]) -> bool:
    """Names end with `/` where everything below is meant."""
    return any(path == each or (each.endswith("/") and path.startswith(each)) for each in named)
