"""已电话通知: somebody was rung. It ends his telephone rows, and an overdue form is not escalated."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.call_list.statements import due_by_telephone, note_rung, recipients_of
from services.notifications.outgoing.acting import Acting
from services.notifications.planning.reading import load_town
from services.notifications.reminders.marks import plan_subject_anew
from services.notifications.reminders.states import Happening, after
from services.notifications.rules.form import form_of
from services.notifications.rules.report_subject import ReportSubject, read_report_subject
from services.notifications.sending import statements
from services.notifications.sending.muted import EVERYBODY as THE_FILER
from services.notifications.sending.record import record
from shared.event_log.connection import Connection
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Rung:
    settled: Sequence[str]
    """Ids of the telephone rows that count as sent."""
    stops_escalation: bool


async def ring(acting: Acting, subject: str, recipient: str | None, remark: str | None) -> Rung:
    """Without a recipient the filer of that form was rung, whoever of it. Raises `nothing_to_ring`."""
    async with acting.pool.acquire() as connection, connection.transaction():
        form, now = read_report_subject(subject), acting.now
        of_filer = f"filer/{form.filer}/" if isinstance(form, ReportSubject) else None
        known = await recipients_of(connection, acting.township, subject)
        meant = _meant(known, recipient, of_filer)
        stops = await _is_overdue(acting, connection, subject) and (
            recipient is None or (of_filer is not None and recipient.startswith(of_filer))
        )
        if not meant and not stops:
            raise Rejected("nothing_to_ring", what=subject)
        settled = await _settle(acting, connection, subject, meant, remark)
        for each in [*meant, *([THE_FILER] if stops else [])]:
            by = acting.account.name
            await note_rung(connection, acting.township, subject, each, by, now, remark)
        await acting.record(connection, "rung", subject=subject, recipients=meant, remark=remark, stops=stops)
        await plan_subject_anew(connection, acting.township, subject)
        return Rung(settled, stops)


def _meant(known: set[str], recipient: str | None, of_filer: str | None) -> list[str]:
    """Of those who are told of it at all."""
    if recipient is not None:
        return [recipient] if recipient in known else []
    return sorted(each for each in known if of_filer is not None and each.startswith(of_filer))


async def _is_overdue(acting: Acting, connection: Connection, subject: str) -> bool:
    """A call before the deadline answers nothing of what is missing after it."""
    read = read_report_subject(subject)
    if not isinstance(read, ReportSubject):
        return False
    town = await load_town(connection, acting.township, acting.equipment.rulebook.policy)
    form = form_of(town, read)
    return form is not None and form.is_owed and form.deadline <= acting.now


async def _settle(
    acting: Acting, connection: Connection, subject: str, recipients: Sequence[str], remark: str | None
) -> list[str]:
    now = acting.now
    rows = await due_by_telephone(connection, acting.township, subject, recipients, now)
    for row in rows:
        state = after(row.state, Happening.RUNG)
        await statements.settle(connection, row.id, state, None, now)
        by = acting.account.name
        await record(connection, row, Happening.RUNG.value, now, state=state.value, by=by, remark=remark)
    return [row.id for row in rows]
