"""Whether what was signed bears the service's signature, by a key that was good then. Pure."""

from collections.abc import Iterable, Mapping

from services.reporting.keys.known import KnownKey
from services.reporting.keys.purposes import PAPER, SUBMISSION
from services.reporting.paper.payload import SignedPaper
from services.reporting.paper.report import paper_bytes
from services.reporting.verification.findings import Finding
from shared.events.consolidating import ConsolidationSigned
from shared.events.reporting import SubmissionSigned
from shared.json_types import JsonObject
from shared.signing import is_by, is_signed

_BESIDE = ("key_id", "signature", "paper_signature", "paper")
"""What stands beside the content, and is not under the signature itself."""


def content_of(signed: SubmissionSigned | ConsolidationSigned) -> JsonObject:
    """What was signed."""
    return {name: value for name, value in signed.payload().items() if name not in _BESIDE}


def good_key(keys: Mapping[str, KnownKey], key_id: str, signed_at: int) -> KnownKey | None:
    """The public key, if it was good then. A key that signs submissions signs sheets of them."""
    key = keys.get(key_id)
    return key if key is not None and key.was_good(SUBMISSION, signed_at) else None


def of_content(content: JsonObject, purpose: str, signature: str, key: KnownKey | None) -> list[Finding]:
    """`key`: the one that was good when it was signed."""
    if key is None:
        return [Finding("submission", "key")]
    good = is_signed(key.public, purpose, content, signature)
    return [] if good else [Finding("submission", "signature")]


def of_papers(signed: Iterable[SignedPaper], key: KnownKey) -> list[Finding]:
    """What each QR code says, with its signature."""
    good = all(is_by(key.public, paper_bytes(each.report), each.signature) for each in signed)
    return [] if good and PAPER in key.purposes else [Finding("submission", "paper")]
