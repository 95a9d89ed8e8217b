"""What a verification found: which copy differs, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.verification.chain import Chain, first_difference
from shared.canonical import GENESIS
from shared.events.reporting import FrozenLog

Copy = Literal["stream", "log", "rows", "submission", "file"]
"""The broker's stream, its owner's database, this service's rows, what was signed, the kept documents."""

TOLD: dict[str, tuple[str, str]] = {
    "unreadable": ("内容无法读取", "it can't be read"),
    "another_log": ("属于另一个日志", "it belongs to another log"),
    "position": ("位置不连续", "positions are not contiguous"),
    "bytes": ("内容与哈希链不符", "its bytes are not those that were chained"),
    "missing": ("缺少事件", "events are missing"),
    "hash": ("与报送时记录的哈希不符", "its hash is not the one that was signed"),
    "signature": ("签名无效", "the signature does not verify"),
    "key": ("签名密钥在报送时无效", "the key was not good when it was signed"),
    "paper": ("二维码签名无效", "a signature of its QR codes does not verify"),
    "figures": ("重新计算的数据与报送数据不符", "counted anew, the figures are others"),
    "digest": ("重新计算的摘要与报送摘要不符", "counted anew, the digest is another"),
    "lineage": ("重新计算的依据与报送时不符", "counted anew, other events are behind the figures"),
    "rows": ("汇总表的行与报送件不符", "its rows are not the submissions that they name"),
    "sum": ("重新计算的合计与汇总表不符", "added up anew, the sum is another"),
    "distinct": ("重新计算的去重合计与汇总表不符", "counted anew, the distinct total is another"),
    "uncredited": (
        "重新计算的未计入填报单位数与汇总表不符",
        "counted anew, what is credited to no filer is another",
    ),
    "lost": ("存档文件缺失", "a kept document is not there"),
    "altered": ("存档文件内容已被改动", "the bytes of a kept document are others"),
    "entries": ("与消息流中的事件不符", "it is not what the stream's events say"),
    "unanswered": ("没有答复，未能核对", "it does not answer, so it was not checked"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    copy: Copy
    what: str
    log: str | None = None
    position: int | None = None
    file: str | None = None
    """The hash of a kept document."""

    @property
    def is_difference(self) -> bool:
        """Whether something is wrong, and not only unknown."""
        return self.what != "unanswered"


def of_stream(chain: Chain, frozen: FrozenLog) -> Finding | None:
    """Whether the stream is one chain that ends as it was signed."""
    if chain.broken is not None:
        return Finding("stream", chain.broken.what, chain.log, chain.broken.position)
    if len(chain.hashes) < frozen.position:
        return Finding("stream", "missing", chain.log, len(chain.hashes) + 1)
    if last_hash(chain.hashes) != frozen.hash:
        return Finding("stream", "hash", chain.log, frozen.position)
    return None


def of_both(chain: Chain, stored: Sequence[str] | None, frozen: FrozenLog) -> list[Finding]:
    """The stream beside its owner's database: which of them differs from what was signed, and from where."""
    stream = of_stream(chain, frozen)
    found = [] if stream is None else [stream]
    if stored is None:
        return [*found, Finding("log", "unanswered", chain.log)]
    position = first_difference(chain.hashes, list(stored))
    if position is None:
        return found if stream is None else [stream, Finding("log", stream.what, chain.log, stream.position)]
    if stream is None:
        return [Finding("log", "bytes" if position <= len(stored) else "missing", chain.log, position)]
    if last_hash(stored) == frozen.hash:
        return [Finding("stream", stream.what, chain.log, position)]
    return [*found, Finding("log", "bytes", chain.log, position)]


def last_hash(hashes: Sequence[str]) -> str:
    return hashes[-1] if hashes else GENESIS
