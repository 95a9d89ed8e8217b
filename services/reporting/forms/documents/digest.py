"""The digest of a form: equal figures of equal meaning have equal digests, whatever filers are called."""

from collections.abc import Mapping

import orjson

from shared.canonical import digest
from shared.json_types import Json, JsonObject

DIGEST_VERSION = 2
"""1 had no totals."""


def figures_digest(
    *,
    annex: str,
    campaign: str,
    policy_hash: str,
    occurred_until: str,
    positions: Mapping[str, int],
    rows: Mapping[str, Mapping[str, int | str]],
    totals: Mapping[str, Mapping[str, int | str]] | None,
) -> str:
    """SHA-256 of the RFC 8785 form: no names, no labels. Totals are in it where they are in the answer."""
    content: JsonObject = {
        "digest_version": DIGEST_VERSION,
        "annex": annex,
        "campaign": campaign,
        "policy": policy_hash,
        "occurred_until": occurred_until,
        "positions": positions,
        "rows": rows,
    }
    if totals is not None:
        content["totals"] = totals
    return "sha256:" + digest(orjson.dumps(_in_utf16_order(content)))


def _in_utf16_order(value: Json) -> Json:
    """RFC 8785 orders keys by UTF-16 code units; filer ids need not be ASCII."""
    if isinstance(value, Mapping):
        ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _in_utf16_order(value[key]) for key in ordered}
    return value
