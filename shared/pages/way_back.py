"""Where somebody is led back to: an address of this deployment, never of another."""

from urllib.parse import urlsplit

HOME = "/"
_LONGEST = 2000


def within(address: str) -> str:
    """The address itself where it is a path of ours; else the way home. Browsers read `\\` as `/` and drop
    control characters, so that neither may stand in it."""
    parts = urlsplit(address)
    ours = (
        len(address) <= _LONGEST
        and address.startswith("/")
        and not address.startswith("//")
        and "\\" not in address
        and address.isprintable()
        and not parts.scheme
        and not parts.netloc
    )
    return address if ours else HOME
