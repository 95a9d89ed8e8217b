"""Whether the sender of a fact may record it, asked of its aggregate's table of rights. Pure."""

from collections.abc import Mapping
from typing import TypeAlias

from shared.aggregates.command_registry import CommandKind
from shared.aggregates.history import History
from shared.aggregates.rights import Asked, Rights, taken_back
from shared.events.base import Event
from shared.events.voiding import VoidFact
from shared.facts.account import Account
from shared.facts.fact import Fact, Reference
from shared.facts.roles_in_words import not_for
from shared.problems import Rejected

Known: TypeAlias = Mapping[tuple[str, Reference], str]
"""By township and reference: of an organisation its kind."""


class NoRight(Rejected):
    """The subject is another's. Who owns it, and how it stands, is not said."""

    def __init__(self, subject: str) -> None:
        zh = f"“{subject}”不归您的单位；编号若与他人重复，请另编一个"
        en = f"“{subject}” is another's; if its id was taken by chance, choose a new one"
        super().__init__("not_your_organisation", detail=f"{zh} {en}")


def rightful(
    fact: Fact, kind: CommandKind, history: History, known: Known, *, subject_known: bool
) -> str | set[Reference]:
    """Chooses `actororg`, the organisation it is recorded for; or returns what has to be known first.

    Raises `NoRight` for a stranger. While the subject is unknown, only `acting` is checked.
    """
    account = fact.account
    acting = kind.acting(fact.data)
    if account.acts_for_any:
        return next((each for each in acting if each in account.organisations), account.organisation)
    own = [each for each in acting or sorted(account.organisations) if each in account.organisations]
    if not account.may_enter_facts:
        raise Rejected("not_allowed", detail=not_for(account.role))
    if acting and not own:
        named = ", ".join(acting)
        raise Rejected("not_your_organisation", detail=f"不能代表“{named}” it may not act for “{named}”")
    if not subject_known:
        return account.organisation
    asked = Asked(fact.data, fact.occurred, _kinds(account, kind.rights, history, fact.data, known))
    holders = kind.rights.holders(history, asked)
    for organisation in own:
        if organisation in holders.organisations or asked.kinds.get(organisation) in holders.kinds:
            return organisation
    unheard_of = {Reference("organisation", each) for each in own if each not in asked.kinds}
    if holders.kinds and unheard_of:
        return unheard_of
    raise NoRight(kind.subject(fact.data))


def may_take_back(
    account: Account, data: VoidFact, rights: Rights, history: History, position: int, known: Known
) -> str:
    """Chooses `actororg`: whom the fact at this position was recorded for, if they still may record it."""
    if account.acts_for_any:
        return account.organisation
    found = taken_back(history, position)
    if found is not None and found.organisation in account.organisations:
        organisation, said, beside = found
        asked = Asked(said.data, said.occurred, _kinds(account, rights, beside, said.data, known))
        holders = rights.holders(beside, asked)
        if organisation in holders.organisations or asked.kinds.get(organisation) in holders.kinds:
            return organisation
    raise NoRight(data.id)


def _kinds(account: Account, rights: Rights, history: History, data: Event, known: Known) -> dict[str, str]:
    asked = rights.asks(account.organisations, history, data)
    kinds = {each: known.get((account.township, Reference("organisation", each))) for each in asked}
    return {each: kind for each, kind in kinds.items() if kind is not None}
