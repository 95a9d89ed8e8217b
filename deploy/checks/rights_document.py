"""docs/rights.md, written from the tables in the code: `python -m deploy.checks.rights_document`."""

from collections.abc import Iterator
from pathlib import Path

from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.commands import COMMANDS as REGISTRY
from shared.aggregates.command_registry import CommandRegistry
from shared.aggregates.rights import Relation

PATH = Path(__file__).parents[2] / "docs" / "rights.md"

_HEAD = """# Who may record what 谁可以录入什么

Written from the tables in the code by `python -m deploy.checks.rights_document`; a test holds it equal.

The safety office (镇安委办) may record everything of its town. Anybody else needs a right of its own: taking
part, or having once done something, gives none. A fact with `by` takes the right of that organisation, any
other that of one of the sender's. Rights are judged when a fact is taken up, also after it has waited, by
what is then recorded of its subject, as of the moment the fact occurred; corrections as of any date.

Who has no right hears `not_your_organisation` before anything else is looked at, whatever the state of the
subject; likewise who introduces an id that another introduced. A fact about a subject that nobody has
introduced yet waits, whoever sent it.

"""
_VOIDING = (
    "| `fact.voided` | 该事实所代表的单位，仍有权录入该事实的"
    "<br>whom the fact was recorded for, while it still may record it; "
    "a colleague's fact is named with `publisher` |"
)


def document() -> str:
    return _HEAD + "\n".join(_lines(REGISTRY, HAZARDS)) + "\n"


def _lines(*registries: CommandRegistry) -> Iterator[str]:
    yield "| act 行为 | who, beside the safety office 除镇安委办外 |"
    yield "| --- | --- |"
    for rights in {
        id(kind.rights): kind.rights for commands in registries for kind in commands.values()
    }.values():
        acts: dict[tuple[Relation, ...], list[str]] = {}
        for act, relations in rights.table.items():
            acts.setdefault(relations, []).append(f"`{act}`")
        for relations, alike in acts.items():
            yield f"| {'<br>'.join(alike)} | {_who(relations)} |"
    yield _VOIDING


def _who(relations: tuple[Relation, ...]) -> str:
    if not relations:
        return "无 nobody"
    return "<br>".join(f"{relation.zh} {relation.en}" for relation in relations)


if __name__ == "__main__":
    PATH.write_text(document(), "utf-8")
