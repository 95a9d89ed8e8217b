"""Parameters of OAuth (RFC 6749, section 3): each at most once, an empty one is none, and bounded."""

from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_FIELDS = 24
LONGEST = 512


class Unreadable(Exception):
    """Not even whom to tell can be known from them."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


async def read_body(request: Request) -> str:
    return (await request.body()).decode("utf-8", "replace")


def read_parameters(encoded: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Unreadable("字段过多", "There are too many fields.") from None
    names = [name for name, _ in pairs]
    if len(names) > len(set(names)):
        raise Unreadable("字段重复", "A field is there twice.")
    if any(len(value) > LONGEST for _, value in pairs):
        raise Unreadable("字段过长", "A field is too long.")
    return {name: value for name, value in pairs if value}
