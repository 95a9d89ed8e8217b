"""The page that tells people who may record what says what the code does."""

from deploy.checks.rights_document import PATH, document
from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.commands import COMMANDS as REGISTRY
from shared.events.voiding import VoidFact


def test_the_page_is_the_tables() -> None:
    assert PATH.read_text("utf-8") == document(), "python -m deploy.checks.rights_document"


def test_every_type_has_its_line() -> None:
    for commands in (REGISTRY, HAZARDS):
        for type_, kind in commands.items():
            if type_ != VoidFact.type:
                assert any(act.split(" ")[0] == type_ for act in kind.rights.table), type_
