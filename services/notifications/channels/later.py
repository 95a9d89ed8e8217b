"""When a provider that would not take a message is asked again. Pure."""

from services.notifications.channels.channel import PutOff

_FIRST_SECONDS, _LONGEST_SECONDS = 60, 1800
_AT_MOST_SECONDS = 86_400
"""Of what a provider asks for: nobody is put off for longer than a day by a wrong header."""


def put_off(why: str, attempt: int, asked: float | None = None) -> PutOff:
    """By as many seconds as the provider asked for, else for longer with every attempt."""
    if asked is not None and asked >= 0:
        return PutOff(min(max(asked, 1.0), _AT_MOST_SECONDS), why)
    doubled = _FIRST_SECONDS * 2 ** min(max(attempt - 1, 0), 10)
    return PutOff(float(min(doubled, _LONGEST_SECONDS)), why)
