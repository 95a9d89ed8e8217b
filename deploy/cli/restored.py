"""`paicha audit restored`: an operator's word that Postgres was put back to a backup."""

from datetime import UTC, datetime
from pathlib import Path

from deploy.cli.seal import Log
from deploy.cli.terminal import say
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.lock import held
from deploy.embedded.refusal import Refusal
from deploy.servers.private import write_private
from shared.sealing.folder import RESTORED
from shared.sealing.restored import LONGEST_REASON
from shared.sealing.restored import restored as word_of


def restored(*, service: Log, reason: str, data: Path = DEFAULT) -> None:
    """Let a service start on a log that is shorter than what was sealed, because a backup was restored.

    What was sealed beyond the backup is set aside, and comes back once the log holds it again. An older
    checkpoint is still compared: a log that was rewritten is refused as before.

    Parameters
    ----------
    service
        registry, hazards or reporting.
    reason
        For the record; at most 500 characters.
    data
        Folder of the deployment, which is not running.
    """
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refusal("请用不超过 500 字说明原因。", "Give a reason of at most 500 characters.", usage=True)
    folder = DataFolder(data)
    with held(folder):
        seals = folder.seals_of(service)
        word = word_of(seals, reason, datetime.now(UTC))
        if word is None:
            raise Refusal(f"{service} 没有封存过，无需确认。", f"Nothing of {service} was ever sealed.")
        write_private(seals / RESTORED, word.text)
    say(
        f"已记录。启动后请运行 paicha audit heal。 Noted for {word.newest}: start, and run paicha audit heal."
    )
