"""The text of a QR code: a report with its signature, as few characters of an address as it takes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

import msgspec

from services.reporting.paper.possible import refuse_the_impossible
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport, PaperRow
from shared.instant import microseconds, moment_at, parse_instant, write_instant

_VERSION = "1"
"""Its first character."""
_LONGEST = 4096
_DIGEST = "sha256:"
_PATH = "/reporting/paper"


class _Written(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """MessagePack without names; the order of the fields is the format."""

    key_id: str
    signature: bytes
    number: str
    township: str
    campaign: str
    annex: str
    filer: str
    name: str
    occurred_until: int
    signed_at: int
    positions: dict[str, int]
    policy: str
    rows: list[tuple[str, str, list[int]]]
    digest: bytes
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What one QR code says. Nothing is proven by having read it."""

    report: PaperReport
    key_id: str
    signature: bytes


def payload(report: PaperReport, key_id: str, signature: bytes) -> str:
    """Of `paper_bytes(report)`."""
    written = _Written(
        key_id=key_id,
        signature=signature,
        number=report.number,
        township=report.township,
        campaign=report.campaign,
        annex=report.annex,
        filer=report.filer,
        name=report.name,
        occurred_until=_instant_written(report.occurred_until),
        signed_at=_instant_written(report.signed_at),
        positions=dict(sorted(report.positions.items())),
        policy=report.policy,
        rows=[(row.filer, row.name, list(row.figures)) for row in report.rows],
        digest=bytes.fromhex(report.digest.removeprefix(_DIGEST)),
        part=report.part,
        parts=report.parts,
    )
    return _VERSION + urlsafe_b64encode(msgspec.msgpack.encode(written)).rstrip(b"=").decode()


def address(public_url: str, text: str) -> str:
    """What stands in the QR code. Behind the #, so that no server is told when somebody opens it."""
    return f"{public_url.rstrip('/')}{_PATH}#{text}"


def read_payload(text: str) -> SignedPaper:
    """Of a payload, or an address with one. Raises `PaperRefused` unless `payload` writes the same again."""
    before, _, given = text.strip().rpartition("#")
    if not given or len(given) > _LONGEST:
        raise PaperRefused("not_a_payload")
    if not given.startswith(_VERSION):
        known = before.endswith(_PATH) and given[0].isalnum()
        raise PaperRefused("unknown_version", given[0]) if known else PaperRefused("not_a_payload")
    read = _signed(_decoded(given[len(_VERSION) :]))
    refuse_the_impossible(read.report)
    if payload(read.report, read.key_id, read.signature) != given:
        raise PaperRefused("damaged")
    return read


def _decoded(text: str) -> _Written:
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.msgpack.decode(content, type=_Written)
    except (NotBase64, ValueError, msgspec.DecodeError):
        raise PaperRefused("damaged") from None


def _signed(written: _Written) -> SignedPaper:
    report = PaperReport(
        number=written.number,
        township=written.township,
        campaign=written.campaign,
        annex=written.annex,
        filer=written.filer,
        name=written.name,
        occurred_until=_instant_read(written.occurred_until),
        signed_at=_instant_read(written.signed_at),
        positions=written.positions,
        policy=written.policy,
        rows=tuple(PaperRow(filer, name, tuple(figures)) for filer, name, figures in written.rows),
        digest=_DIGEST + written.digest.hex(),
        part=written.part,
        parts=written.parts,
    )
    return SignedPaper(report, written.key_id, written.signature)


def _instant_written(instant: str) -> int:
    return microseconds(parse_instant(instant))


def _instant_read(since_1970: int) -> str:
    try:
        return write_instant(parse_instant(write_instant(moment_at(since_1970))))
    except (OverflowError, ValueError):
        raise PaperRefused("impossible_content", "时刻 a time") from None
