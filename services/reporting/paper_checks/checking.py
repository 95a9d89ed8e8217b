"""Whether codes of a paper hold, by the keys in the log. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.keys.known import KnownKey
from services.reporting.paper.keys import PaperKey
from services.reporting.paper.payload import SignedPaper, read_payload
from services.reporting.paper.verifying import Joined, joined, verify
from shared.instant import moment_at, write_instant


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """Of one report. Nothing is proven by having read it."""

    papers: tuple[SignedPaper, ...]
    joined: Joined

    @property
    def key_id(self) -> str:
        return self.papers[0].key_id


def read_codes(codes: Sequence[str]) -> ReadPaper:
    """Raises `PaperRefused`. The same code twice is read once."""
    papers = tuple(read_payload(code) for code in dict.fromkeys(codes))
    return ReadPaper(papers, joined([paper.report for paper in papers]))


def refuse_unless_signed(read: ReadPaper, known: Mapping[str, KnownKey]) -> None:
    """Raises `PaperRefused`. Only a whole paper is held against its original, which vouches for its time."""
    keys = {key.id: _paper_key(key, vouched=not read.joined.missing) for key in known.values()}
    for paper in read.papers:
        verify(paper, keys)


def _paper_key(key: KnownKey, *, vouched: bool) -> PaperKey:
    """Where the log vouches for the time of signing, a revoked key is good for what it signed before."""
    ends = [end for end in (key.valid_until, key.revoked_from) if end is not None]
    until = min(ends, default=None) if vouched else key.valid_until
    return PaperKey(
        id=key.id,
        algorithm="Ed25519",
        public_key=key.public,
        purposes=list(key.purposes),
        valid_from=_written(key.valid_from),
        valid_until=None if until is None else _written(until),
        revoked_from=None if vouched or key.revoked_from is None else _written(key.revoked_from),
    )


def _written(moment: int) -> str:
    return write_instant(moment_at(moment))
