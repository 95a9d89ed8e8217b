"""The archives that a folder holds, and the keys to hold them against, as commands name them."""

from pathlib import Path

from deploy.embedded.refusal import Refusal
from shared.archive.keys import PublicKey, read_public_keys
from shared.archive.manifest import NAME
from shared.archive.opened import opened
from shared.archive.store import Store
from shared.bus.jetstream import LOGS

Keys = dict[str, PublicKey]


def archives_in(place: str) -> dict[str, Store]:
    """By the name under which each lies there: the archive of one log, or a folder for each log."""
    if opened(place).read(NAME) is not None:
        return {"": opened(place)}
    found = {log: opened(f"{place}/{log}") for log in LOGS}
    found = {log: store for log, store in found.items() if store.names()}
    if not found:
        raise Refusal(
            f"{place} 中没有归档：应有 {NAME}，或各日志的文件夹。",
            f"There is no archive in {place}: neither a {NAME} nor a folder of a log.",
            usage=True,
        )
    return found


def keys_in(files: list[Path]) -> Keys | None:
    keys: Keys = {}
    for file in files:
        try:
            keys |= read_public_keys(file.read_bytes())
        except OSError as error:
            raise Refusal(
                f"无法读取 {file}：{error.strerror}。", f"Could not read {file}: {error}.", usage=True
            ) from error
        except ValueError as error:
            raise Refusal(
                f"{file} 不是公钥文件：{error}。", f"{file} is no file of keys: {error}.", usage=True
            ) from error
    return keys or None
