"""JSON from what was sent, with the refusals for what is not even that."""

from typing import Any

import orjson

from shared.problems import Rejected


def read_json(raw: bytes) -> Any:
    """Text is UTF-8, without lone surrogates; numbers are finite. Of a repeated key the last is meant."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Rejected("wrong_encoding") from None
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        # The one thing it refuses that may be JSON: it follows 1,024 levels.
        raise Rejected("nested_too_deep" if "depth limit" in error.msg else "not_json") from None
