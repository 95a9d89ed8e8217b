"""`python -m shared.sealing restored REASON`: in a container, what `paicha audit restored` does elsewhere."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from shared.sealing.folder import RESTORED
from shared.sealing.restored import restored

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "restored":  # noqa: PLR2004 - the word and the reason
        sys.exit("python -m shared.sealing restored REASON")
    folder = Path(os.environ["PAICHA_SEALS_DIR"])
    word = restored(folder, sys.argv[2], datetime.now(UTC))
    if word is None:
        sys.exit("没有封存过检查点，无需确认。 Nothing was ever sealed: there is nothing to say.")
    (folder / RESTORED).write_text(word.text, "utf-8")
    sys.stdout.write(f"{word.newest}: {word.reason}\n")
