"""The life of one reminder: states, what may happen in each, and what follows. Pure.

A row is claimed before its channel is called, and only the claimant calls, once its key stands in SENT. What
nobody can know any more, as when a process died between key and record, is `uncertain`: never repeated by
itself.
"""

from enum import StrEnum


class State(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


class Happening(StrEnum):
    CLAIMED = "claimed"
    """Judged as still due; whoever claimed it calls next."""
    PUT_OFF = "put_off"
    """The provider would not take it now, and has taken nothing: it is due again later."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """For good: the number is wrong, the template unknown."""
    UNKNOWN = "unknown"
    """The call ended without an answer: it may have been taken."""
    CLAIMANT_GONE = "claimant_gone"
    """The claimant's database session has ended, and its key stands in SENT: it may have called."""
    NEVER_CALLED = "never_called"
    """The claimant's database session has ended; its key does not stand in SENT, and can't any more."""
    KEY_FOUND = "key_found"
    """SENT holds its key, and the table does not know why."""
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    FOUND = "found"
    """The provider, asked, has it."""
    ABSENT = "absent"
    """The provider, asked, never got it."""
    CANCELLED = "cancelled"
    DEMANDED_AGAIN = "demanded_again"
    """What had ended is open again, as when a report was withdrawn; it had never been sent,
    though it may have been put off."""
    RUNG = "rung"
    """Of what nobody can send: the safety office rang him up, and says so."""
    RESENT = "resent"
    """Somebody entitled asked for it once more, or the rule repeats what is uncertain."""


class NotAllowed(Exception):
    """It does not happen in this state."""


_S, _H = State, Happening
AFTER: dict[tuple[State, Happening], State] = {
    (_S.PLANNED, _H.CLAIMED): _S.SENDING,
    (_S.PLANNED, _H.CANCELLED): _S.CANCELLED,
    (_S.PLANNED, _H.KEY_FOUND): _S.UNCERTAIN,
    (_S.PLANNED, _H.RUNG): _S.SENT,
    (_S.SENDING, _H.PUT_OFF): _S.PLANNED,
    (_S.SENDING, _H.ACCEPTED): _S.SENT,
    (_S.SENDING, _H.REFUSED): _S.FAILED,
    (_S.SENDING, _H.UNKNOWN): _S.UNCERTAIN,
    (_S.SENDING, _H.CLAIMANT_GONE): _S.UNCERTAIN,
    (_S.SENDING, _H.NEVER_CALLED): _S.PLANNED,
    (_S.SENDING, _H.KEY_FOUND): _S.UNCERTAIN,
    # Its report came before its answer did.
    (_S.SENDING, _H.DELIVERED): _S.DELIVERED,
    (_S.SENDING, _H.BOUNCED): _S.FAILED,
    (_S.SENT, _H.DELIVERED): _S.DELIVERED,
    (_S.SENT, _H.BOUNCED): _S.FAILED,
    (_S.SENT, _H.RESENT): _S.PLANNED,
    (_S.DELIVERED, _H.RESENT): _S.PLANNED,
    (_S.FAILED, _H.RESENT): _S.PLANNED,
    (_S.CANCELLED, _H.KEY_FOUND): _S.UNCERTAIN,
    # Settled once; the table that was restored knows nothing of a later attempt.
    (_S.SENT, _H.KEY_FOUND): _S.UNCERTAIN,
    (_S.DELIVERED, _H.KEY_FOUND): _S.UNCERTAIN,
    (_S.FAILED, _H.KEY_FOUND): _S.UNCERTAIN,
    (_S.UNCERTAIN, _H.KEY_FOUND): _S.UNCERTAIN,
    (_S.UNCERTAIN, _H.FOUND): _S.SENT,
    (_S.UNCERTAIN, _H.ABSENT): _S.PLANNED,
    (_S.UNCERTAIN, _H.DELIVERED): _S.DELIVERED,
    (_S.UNCERTAIN, _H.BOUNCED): _S.FAILED,
    (_S.UNCERTAIN, _H.RESENT): _S.PLANNED,
    (_S.CANCELLED, _H.DEMANDED_AGAIN): _S.PLANNED,
    # Its claimant lived on without its session, and knows.
    (_S.UNCERTAIN, _H.ACCEPTED): _S.SENT,
    (_S.UNCERTAIN, _H.REFUSED): _S.FAILED,
    (_S.UNCERTAIN, _H.PUT_OFF): _S.PLANNED,
}


def after(state: State, happening: Happening) -> State:
    """Raises NotAllowed where it does not happen."""
    try:
        return AFTER[state, happening]
    except KeyError:
        raise NotAllowed(f"{happening} in {state}") from None


OPEN = (State.PLANNED, State.SENDING)
"""Not settled yet."""
