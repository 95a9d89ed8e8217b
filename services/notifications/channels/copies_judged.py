"""What copies say of a mail in doubt. Pure.

Where one lies there, it was taken. That none does says something only where copies are sure to be there: all
mails that were surely taken shortly before and after, in a folder that nothing was taken away from since.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.channels.channel import Absent, Beside, Found
from services.notifications.channels.copied_folder import Folder

_COMES_NO_MORE_AFTER = timedelta(minutes=15)
"""Servers look at a mail for a while before they deliver it. An e-mail is not handed over as late as that."""
_SECOND = timedelta(seconds=1)
"""What dates of mails leave out."""


@dataclass(frozen=True, slots=True)
class Judged:
    answer: Found | Absent | None
    trouble: str | None = None
    """Why copies say nothing where they should: for an operator."""


def judged(
    folder: Folder, id_: str, day: datetime, beside: Beside, now: datetime, named: Callable[[str], str]
) -> Judged:
    """Of the mail `id_`, handed over at `day`. `named` is the Message-ID of a message's id."""
    own = folder.copies.get(named(id_), ())
    if any(copy.date is not None and copy.date > day - _SECOND for copy in own):
        return Judged(Found())
    if own or now - day <= _COMES_NO_MORE_AFTER or not (beside.before and beside.after):
        # Of one sent before under the same id: servers keep only one of two alike.
        return Judged(None)
    around = [folder.copies.get(named(each), ()) for each in (*beside.before, *beside.after)]
    if not all(around):
        return Judged(None, f"copies do not arrive: {around.count(())} of {len(around)} are not there")
    first = min(copy.number for copies in around for copy in copies)
    if not folder.is_whole_since(first):
        return Judged(None, "mails were taken out of the folder of copies")
    return Judged(Absent())
