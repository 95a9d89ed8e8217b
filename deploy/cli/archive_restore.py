"""`paicha archive restore`: a service's log made anew from its archive and its stream."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from deploy.cli.archive_verify import verify_store
from deploy.cli.archives import archives_in, keys_in
from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import say, say_json
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.lock import held
from deploy.embedded.refusal import Refusal
from deploy.embedded.restoring import Restored, Restoring
from shared.archive.reading import Damaged
from shared.archive.restoring import NotRestorable
from shared.archive.store import Store
from shared.bus.users import OWN_LOG
from shared.event_log.take_over import ChainBroken
from shared.relay.stored_bytes import Unreadable


def restore(
    service: Literal["registry", "hazards", "reporting"],
    /,
    *,
    from_: Annotated[str, Parameter(name="--from")],
    keys: Annotated[list[Path] | None, Parameter(negative=())] = None,
    data: Path = DEFAULT,
    as_json: Annotated[bool, Parameter(name="json", negative=())] = False,
) -> int:
    """Make a service's log anew in an empty database: from the archive, and the rest from the stream.

    The deployment has to be stopped; its Postgres and NATS run for as long as this takes. The archive is
    verified first. Interrupted, it goes on from where it was.

    Parameters
    ----------
    service
        Whose log.
    from_
        The archive of that log, or a folder with those of several.
    keys
        File with the answer of GET /<service>/keys; may be given several times.
    data
        Folder of the deployment.
    as_json
        The outcome for a program.
    """
    archives = archives_in(from_)
    store = archives.get(OWN_LOG[service]) or archives.get("")
    if store is None:
        raise Refusal(
            f"{from_} 中没有 {service} 的归档。", f"No archive of {service} in {from_}.", usage=True
        )
    verify_store(store, keys_in(keys or []))
    folder = DataFolder(data)
    folder.create()
    with held(folder):
        restored = _restored(folder, service, store)
    if as_json:
        say_json(_told(restored))
    else:
        say(_line(service, restored))
    return 0 if restored.verdict.allows_appending else 1


def _restored(folder: DataFolder, service: str, store: Store) -> Restored:
    line: ProgressLine | None = None

    def reached(done: int, total: int) -> None:
        nonlocal line
        line = line or ProgressLine(total, "events 事件")
        line.show(done)

    try:
        return Restoring(folder, service, store, reached).run()
    except (Damaged, NotRestorable, ChainBroken, Unreadable) as error:
        raise Refusal(
            f"未能恢复 {service} 的日志：{error}。", f"The log was not restored: {error}."
        ) from None
    except KeyboardInterrupt:
        raise Refusal("已中断；再次运行即可继续。", "Interrupted: run this again, and it goes on.") from None
    finally:
        if line is not None:
            line.close()


def _told(restored: Restored) -> dict[str, object]:
    return {
        "archived": restored.archived,
        "from_stream": max(0, restored.tail.last - restored.tail.first + 1),
        "position": restored.position,
        "hash": restored.hash,
        "verdict": restored.verdict.value,
    }


def _line(service: str, restored: Restored) -> str:
    told = _told(restored)
    return (
        f"{service}: 归档 archive 1–{told['archived']}, 消息流 stream +{told['from_stream']}; "
        f"head 末位 {told['position']} {told['hash']}, {told['verdict']}。 现在 now: paicha up"
    )
