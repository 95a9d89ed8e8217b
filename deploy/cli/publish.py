"""`paicha publish`: sends a file of facts through the bus and tells what became of each."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import say, say_json
from deploy.embedded.refusal import Refusal
from deploy.publishing.connection import BusAccess, publisher_access, signed_in
from deploy.publishing.line import read_lines
from deploy.publishing.outstanding import Outstanding
from deploy.publishing.session import Session, Stalled
from deploy.publishing.tally import Tally

_CHUNK = 1 << 20
_SHOWN = 20


def publish(
    file: Path,
    /,
    *,
    wait: Annotated[float, Parameter(validator=Number(gte=0))] = 10,
    data: Path | None = None,
    json: bool = False,
) -> int:
    """Publish facts, one CloudEvent a line, as the publisher `paicha`; safe to repeat.

    Parameters
    ----------
    file
        As `paicha simulate` writes it.
    wait
        Seconds to wait for facts that refer to something not known yet.
    data
        Folder of the deployment, unless PAICHA_NATS_URL, _USER and _PASSWORD name another bus.
    json
        Print the counts as JSON.
    """
    if not file.is_file():
        raise Refusal(f"没有文件 {file}。", f"There is no file {file}.", usage=True)
    access = publisher_access(data)
    progress = ProgressLine(_count_lines(file), "facts")
    try:
        tally, stalled = asyncio.run(_run(file, access, wait, progress))
    except KeyboardInterrupt:
        raise Refusal(
            "已中断；再次发布同一文件即可继续，已记录的计为重复。",
            "Interrupted: publish the same file again to go on; what was recorded counts as duplicate.",
        ) from None
    finally:
        progress.close()
    if json:
        counts = tally.to_json() | {"seconds": round(progress.seconds, 3), "stalled": stalled}
        say_json(counts)
    else:
        for line in _told(tally, progress.seconds, stalled):
            say(line)
    return 0 if tally.complete else 1


async def _run(
    file: Path, access: BusAccess, wait: float, progress: ProgressLine
) -> tuple[Tally, str | None]:
    def report(tally: Tally, outstanding: Outstanding) -> None:
        progress.show(tally.decided + outstanding.waiting, f" · {len(outstanding):,} under way 在途")

    async with signed_in(access) as bus:
        session = Session(bus, access.user, report)
        with file.open("rb") as lines:
            try:
                return await session.run(read_lines(lines), wait), None
            except Stalled as stalled:
                return session.tally, str(stalled)


def _count_lines(file: Path) -> int:
    with file.open("rb") as content:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: content.read(_CHUNK), b""))


def _told(tally: Tally, seconds: float, stalled: str | None) -> Iterator[str]:
    yield f"accepted 接受 {tally.accepted:,}"
    yield f"duplicate 重复 {tally.duplicate:,}"
    yield f"rejected 拒绝 {tally.rejected:,}"
    yield f"waiting 等待引用 {tally.waiting:,}"
    yield f"{tally.decided:,} facts, {seconds:.1f} s, {tally.decided / max(seconds, 0.001):,.0f}/s"
    if tally.resent:
        yield f"resent 补发 {tally.resent:,}：回执未到而补发；首次已记录的计为重复。"
        yield f"{tally.resent:,} were sent again for want of a receipt; recorded before counts as duplicate."
    if tally.deferred:
        yield f"deferred 暂缓 {tally.deferred:,}：等待引用的事实已达上限，稍后已重发。"
        yield f"{tally.deferred:,} were sent again later: too many facts waited for what they refer to."
    if tally.singly:
        yield f"singly 逐条 {tally.singly:,}：总线上未完成的批次已满（或被其他发布者占用），故逐条发送。"
        yield f"{tally.singly:,} were sent one by one: other publishers hold all batches that may be open."
    for code, count in tally.rejected_by_code.most_common():
        yield f"  {code}: {count:,}"
    for one in tally.rejections[:_SHOWN]:
        yield f"  第 {one.line.number} 行 line {one.line.number} ({one.line.key.id}): {one.message}"
    for bad in tally.bad_lines[:_SHOWN]:
        yield f"  第 {bad.number} 行未发送 line {bad.number} not sent: {bad.reason}"
    if tally.waiting:
        yield "等待中的事实已由服务保存，所引用的对象登记后自动处理；查询结果可再次发布同一文件。"
        yield "What waits is stored and decided by itself; to see how, publish the same file again."
    if tally.unanswered:
        reason = f" ({stalled})" if stalled else ""
        yield f"{tally.unanswered:,} 条没有回执{reason}：服务恢复后请再次发布同一文件，已记录的计为重复。"
        yield f"{tally.unanswered:,} facts have no receipt: publish the same file again once all runs."
