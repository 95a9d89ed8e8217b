"""Sending as a world of small steps: a reminder, two processes, SENT, a provider, what goes wrong. Pure.

The steps are those of services/notifications/sending: send.py (claim, key, check, call, record), doubt.py,
restoring.py. A process that is stopped (SIGSTOP) is one that takes no step while others do: every order is
explored, so each pause of any length is among them.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from services.notifications.reminders.states import Happening, NotAllowed, State, after

H, S = Happening, State


class Phase(IntEnum):
    DEAD = 0
    IDLE = 1
    CLAIMED = 2
    KEYED = 3
    MARKED = 4
    """The table says that it calls."""
    CHECKED = 5
    """Its session lived; it calls next, whatever has become of the session since."""
    CALLED = 6
    """It knows the outcome, which is not recorded."""


class Process(NamedTuple):
    phase: Phase = Phase.IDLE
    session: int = 0
    """Of the database; 0 is none."""
    number: int = 0
    """The session that its claim was made under."""
    attempt: int = 0
    outcome: Happening | None = None
    stream: int = 0
    """Which SENT was read under its session."""
    expired: bool = False
    """The provider would no longer take what it signed before it was checked."""

    @property
    def at_work(self) -> bool:
        return self.phase > Phase.IDLE


class Row(NamedTuple):
    state: State = S.PLANNED
    attempts: int = 0
    claimant: int = 0
    sealed: bool = False
    """In a message that somebody may have got."""
    stream: int = 0
    """Which SENT its claimant had read."""
    called: bool = False
    """Its claimant said so, once its key stood."""


class Left(NamedTuple):
    """How often each thing may still happen."""

    claims: int = 3
    crashes: int = 0
    losses: int = 0
    """Of sessions whose process lives on."""
    resent: int = 0
    absent: int = 0
    backup: int = 0
    restore: int = 0
    broker: int = 0
    """It loses its disk. Never together with a restored table: then nobody knows any more."""
    put_back: int = 0
    """Its disk is put back to what it was before any key: the stream looks like the one it was. Likewise."""
    report: int = 0


class World(NamedTuple):
    row: Row = Row()
    processes: tuple[Process, ...] = (Process(), Process())
    sent: int = 0
    """The attempt that SENT holds last."""
    given_up: bool = False
    """By somebody who says there that its claimant is gone: no key."""
    stream: int = 0
    """Which SENT it is: another one after the broker lost its disk."""
    backup: Row | None = None
    accepted: frozenset[int] = frozenset()
    """By the provider: attempts, those of a table before it was restored and after it being one."""
    taken: int = 0
    """Messages that the provider took."""
    not_taken: frozenset[int] = frozenset()
    """Attempts that were refused or put off, as their process knows."""
    lost: frozenset[int] = frozenset()
    """Attempts that nobody can know of: no answer, the process died, the table was restored."""
    asked: int = 0
    halted: bool = False
    """The channel, by a key that the table knew nothing of."""
    left: Left = Left()

    def with_(self, number: int, process: Process, **more: object) -> "World":
        both = list(self.processes)
        both[number] = process
        return self._replace(processes=tuple(both), **more)  # type: ignore[arg-type]  # fields of World

    def spent(self, **what: int) -> Left:
        return self.left._replace(**{name: getattr(self.left, name) - each for name, each in what.items()})

    def alive(self, session: int) -> bool:
        return session != 0 and any(each.session == session for each in self.processes)


class Guards(NamedTuple):
    """What the code holds to; each is left out in a test, to see that it is needed."""

    fence: bool = True
    """SENT takes no attempt twice."""
    check: bool = True
    """The session is looked at before the call."""
    own_attempt: bool = True
    """An outcome is recorded on the attempt that it is of."""
    remembered: bool = True
    """What a process can't account for, it gives up its session for."""
    reads_sent: bool = True
    """SENT is read before anything is claimed under a new session: its database may be another one."""
    signed: bool = True
    """A provider that was asked and said no takes nothing that was signed before."""
    marked: bool = True
    """Before it is planned again, SENT says that its claimant is given up: where a key stands, it can't.
    Without it somebody reads SENT, and what he read may be old."""
    same_stream: bool = True
    """A key that is not there says something only in the SENT that it would be in."""
    called: bool = True
    """The table says who is about to call, whatever SENT has lost since; not of a row that others took."""
    key_is_own: bool = True
    """A key of one's attempt that is there halts the channel only where the row is one's own still."""


Step = tuple[str, World]


def steps(world: World, guards: Guards) -> Iterator[Step]:
    """Whatever may happen next, by name."""
    for number, process in enumerate(world.processes):
        match process.phase:
            case Phase.DEAD:
                yield f"start {number}", world.with_(number, Process())
                continue
            case Phase.IDLE if not process.session:
                yield f"open session {number}", _open(world, number, guards)
            case Phase.IDLE:
                yield from _claim(world, number, process, guards)
            case Phase.CLAIMED:
                yield from _key(world, number, process, guards)
            case Phase.KEYED:
                yield from _mark(world, number, process, guards)
            case Phase.MARKED:
                yield _check(world, number, process, guards)
            case Phase.CHECKED:
                yield from _call(world, number, process)
            case Phase.CALLED:
                yield from _record(world, number, process, guards)
        yield from _harm(world, number, process)
    yield from _of_the_table(world, guards)
    yield from _of_people(world, guards)


def _claim(world: World, number: int, process: Process, guards: Guards) -> Iterator[Step]:
    row = world.row
    if row.state is not S.PLANNED or not world.left.claims:
        return
    session = process.session
    claimed = Row(after(row.state, H.CLAIMED), row.attempts + 1, session, sealed=True, stream=process.stream)
    at_work = Process(Phase.CLAIMED, session, session, claimed.attempts, stream=process.stream)
    left = world.spent(claims=1)
    yield f"claim {number}", world.with_(number, at_work, row=claimed, left=left)
    # Committed, and the answer was lost with the connection.
    given_up = process._replace(session=0 if guards.remembered else session)
    yield f"claim unheard {number}", world.with_(number, given_up, row=claimed, left=left)


def _key(world: World, number: int, process: Process, guards: Guards) -> Iterator[Step]:
    if world.given_up and world.sent == process.attempt:
        yield f"given up {number}", _put_off(world, number, process)
    elif guards.fence and world.sent >= process.attempt:
        found = process._replace(phase=Phase.CALLED, outcome=H.KEY_FOUND)
        yield f"key found {number}", world.with_(number, found, lost=world.lost | {process.attempt})
    else:
        lost, row = world.lost, world.row
        if (process.number, process.attempt) != (row.claimant, row.attempts):
            # Of a table that was put back: what is claimed now may be the same attempt, or an earlier one.
            lost = lost | {process.attempt, row.attempts}
        keyed = {"sent": max(world.sent, process.attempt), "given_up": False, "lost": lost}
        yield f"key {number}", world.with_(number, process._replace(phase=Phase.KEYED), **keyed)
        yield f"key unheard {number}", _put_off(world, number, process)._replace(**keyed)
    yield f"bus away {number}", _put_off(world, number, process)


def _mark(world: World, number: int, process: Process, guards: Guards) -> Iterator[Step]:
    row = world.row
    own = (process.number, process.attempt) == (row.claimant, row.attempts) and row.state is S.SENDING
    marked = row._replace(called=True) if own and guards.called else row
    if own or not guards.called:
        yield f"mark {number}", world.with_(number, process._replace(phase=Phase.MARKED), row=marked)
        yield f"mark unheard {number}", _put_off(world, number, process)._replace(row=marked)
    else:
        yield f"mark fails {number}", _put_off(world, number, process)


def _check(world: World, number: int, process: Process, guards: Guards) -> Step:
    if not guards.check or process.number == process.session:
        return f"check {number}", world.with_(number, process._replace(phase=Phase.CHECKED))
    return f"check fails {number}", _put_off(world, number, process)


def _put_off(world: World, number: int, process: Process) -> World:
    outcome = process._replace(phase=Phase.CALLED, outcome=H.PUT_OFF)
    return world.with_(number, outcome, not_taken=world.not_taken | {process.attempt})


def _call(world: World, number: int, process: Process) -> Iterator[Step]:
    """The provider takes it, takes it and does not answer, refuses, is at its limit, fails with 5xx."""
    attempt = process.attempt

    def answered(outcome: Happening) -> Process:
        return process._replace(phase=Phase.CALLED, outcome=outcome)

    not_taken, lost = world.not_taken | {attempt}, world.lost | {attempt}
    yield f"limit {number}", world.with_(number, answered(H.PUT_OFF), not_taken=not_taken)
    if process.expired:
        return
    took = {"accepted": world.accepted | {attempt}, "taken": world.taken + 1}
    yield f"accept {number}", world.with_(number, answered(H.ACCEPTED), **took)
    yield f"accept unheard {number}", world.with_(number, answered(H.UNKNOWN), lost=lost, **took)
    yield f"refuse {number}", world.with_(number, answered(H.REFUSED), not_taken=not_taken)
    yield f"5xx {number}", world.with_(number, answered(H.UNKNOWN), lost=lost)


def _record(world: World, number: int, process: Process, guards: Guards) -> Iterator[Step]:
    assert process.outcome is not None
    idle, row = Process(session=process.session, stream=process.stream), world.row
    own = (process.number, process.attempt) == (row.claimant, row.attempts)
    became = _after(row, process.outcome) if own or not guards.own_attempt else row
    halted = process.outcome is H.KEY_FOUND and (own or not guards.key_is_own)
    yield f"record {number}", world.with_(number, idle, row=became, halted=world.halted or halted)
    # A fault of ours: it is forgotten.
    forgot = idle._replace(session=0 if guards.remembered else process.session)
    yield f"record fails {number}", world.with_(number, forgot, lost=world.lost | {process.attempt})


def _after(row: Row, happening: Happening) -> Row:
    """As `settle` writes it, and leaves it where it does not happen."""
    try:
        state = after(row.state, happening)
    except NotAllowed:
        return row
    sealed = row.sealed and happening not in (H.PUT_OFF, H.NEVER_CALLED)
    return Row(state, row.attempts, row.claimant if state is S.UNCERTAIN else 0, sealed, row.stream)


def _harm(world: World, number: int, process: Process) -> Iterator[Step]:
    if world.left.crashes:
        # Before its key it has not called, and everybody can see that.
        lost = world.lost | {process.attempt} if process.phase > Phase.CLAIMED else world.lost
        left = world.spent(crashes=1)
        yield f"crash {number}", world.with_(number, Process(Phase.DEAD), lost=lost, left=left)
    if world.left.losses and process.session:
        gone = process._replace(session=0)
        yield f"session lost {number}", world.with_(number, gone, left=world.spent(losses=1))


def _open(world: World, number: int, guards: Guards) -> World:
    """restoring.py."""
    row = world.row
    new = 1 + max(row.claimant, *(max(each.session, each.number) for each in world.processes))
    if world.sent > row.attempts and guards.reads_sent:
        row = Row(after(row.state, H.KEY_FOUND), world.sent, sealed=row.sealed, stream=row.stream)
        world = world._replace(row=row, lost=world.lost | {world.sent})
    return world.with_(number, Process(session=new, stream=world.stream))


def _of_who_is_gone(world: World, guards: Guards) -> Step:
    """doubt.py: what is said in SENT and what becomes of the row are two steps, and others' lie between."""
    row = world.row
    never = world._replace(row=_after(row, H.NEVER_CALLED))
    if row.called:
        return "doubt", world._replace(row=_after(row, H.CLAIMANT_GONE))
    if not guards.marked:
        return "planned again", never
    if world.sent < row.attempts:
        return "give up", world._replace(sent=row.attempts, given_up=True)
    same = row.stream == world.stream or not guards.same_stream
    if world.given_up and world.sent == row.attempts and same:
        return "planned again", never
    return "doubt", world._replace(row=_after(row, H.CLAIMANT_GONE))


def _of_the_table(world: World, guards: Guards) -> Iterator[Step]:
    row, left = world.row, world.left
    if row.state is S.SENDING and not world.alive(row.claimant):
        yield _of_who_is_gone(world, guards)
    if left.backup:
        yield "backup", world._replace(backup=row, left=world.spent(backup=1))
    if left.restore and world.backup is not None and world.backup != row:
        without = tuple(each._replace(session=0) for each in world.processes)
        lost = world.lost | {world.backup.attempts, row.attempts}
        yield (
            "restore",
            world._replace(
                row=world.backup,
                processes=without,
                lost=lost,
                left=world.spent(restore=1)._replace(broker=0, put_back=0),
            ),
        )
    if left.put_back and world.sent:
        left = world.spent(put_back=1)._replace(restore=0)
        yield "broker put back", world._replace(sent=0, given_up=False, left=left)
    if left.broker and world.sent:
        left = world.spent(broker=1)._replace(restore=0)
        yield (
            "broker lost",
            world._replace(sent=0, given_up=False, stream=world.stream + 1, left=left),
        )


def _of_people(world: World, guards: Guards) -> Iterator[Step]:
    row, left = world.row, world.left
    if row.state is S.PLANNED:
        yield "cancel", world._replace(row=_after(row, H.CANCELLED))
    if row.state is S.CANCELLED and not row.sealed:
        yield "demanded again", world._replace(row=_after(row, H.DEMANDED_AGAIN))
    if left.report and world.accepted:
        for report in (H.DELIVERED, H.BOUNCED):
            reported = world._replace(row=_after(row, report), left=world.spent(report=1))
            yield report.value, reported
    resent = _after(row, H.RESENT)
    if left.resent and resent != row:
        yield "resent", world._replace(row=resent, asked=world.asked + 1, left=world.spent(resent=1))
    if row.state is S.UNCERTAIN:
        if row.attempts in world.accepted:
            yield "found", world._replace(row=_after(row, H.FOUND))
        elif left.absent:
            yield "absent", _absent(world, guards)


def _absent(world: World, guards: Guards) -> World:
    """Said only when nothing that was signed until now is taken any more."""
    late = guards.signed
    processes = tuple(
        each._replace(expired=late) if each.phase is Phase.CHECKED else each for each in world.processes
    )
    return world._replace(row=_after(world.row, H.ABSENT), processes=processes, left=world.spent(absent=1))


def renumbered(world: World) -> World:
    """Only which sessions are the same counts: fewer worlds that differ by numbers alone."""
    names: dict[int, int] = {0: 0}

    def name(number: int) -> int:
        return names.setdefault(number, len(names))

    processes = tuple(
        each._replace(session=name(each.session), number=name(each.number)) for each in world.processes
    )
    claimant = name(world.row.claimant)
    backup = world.backup
    if backup is not None:
        backup = backup._replace(claimant=name(backup.claimant))
    row = world.row._replace(claimant=claimant)
    return world._replace(row=row, processes=tuple(sorted(processes, key=_order)), backup=backup)


def _order(process: Process) -> tuple[object, ...]:
    return (process.phase, process.attempt, process.outcome or "", process.session, process.number)
