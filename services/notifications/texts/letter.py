"""What an e-mail says, before it is text or HTML: both are made of this alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.texts.composed import Reader, Said
from services.notifications.texts.destination import destination
from services.notifications.texts.fitting import TITLE_NAME, VARIABLE, cleaned, shortened
from services.notifications.texts.gathered import Kind
from services.notifications.texts.sentence import said_with
from services.notifications.texts.sms import kinds_in_words
from services.notifications.texts.texts import Texts
from services.notifications.texts.why import why
from services.notifications.texts.words import Words

_TITLE_KINDS = 2 * VARIABLE
_LINES = 200
"""Of one section: a mail that lists more is read by nobody, and some mail programs cut it off."""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    intro: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    greeting: str
    paragraph: str
    """Empty where one section says it."""
    sections: tuple[Section, ...]
    action: str
    page: str
    acknowledge: str | None
    why: str
    sign: str


def letter(
    kinds: Sequence[Kind], said: Sequence[Said], reader: Reader, texts: Texts, sign_name: str
) -> Letter:
    title, paragraph, sections, action = _content(kinds, texts)
    name = cleaned(reader.name)
    return Letter(
        title=title,
        greeting=f"{name}同志：您好！" if name else "您好！",
        paragraph=paragraph,
        sections=sections,
        action=action,
        page=destination(said, reader.page),
        acknowledge=reader.acknowledge,
        why="；".join(_reasons(said, texts)),
        sign=sign_name,
    )


def _content(kinds: Sequence[Kind], texts: Texts) -> tuple[str, str, tuple[Section, ...], str]:
    if len(kinds) > 1:
        count = sum(len(kind.each) for kind in kinds)
        words = {"count": str(count), "kinds": kinds_in_words(kinds, _TITLE_KINDS)}
        several = texts.several_kinds
        sections = tuple(_section(kind) for kind in kinds)
        return said_with(several.title, words), said_with(several.body, words), sections, several.action
    (kind,) = kinds
    forms = kind.texts.email
    if not kind.alone:
        return said_with(forms.title_several, kind.words), "", (_section(kind),), kind.texts.action
    title = said_with(forms.title, _short(kind.words))
    return title, _sentence(kind), (), kind.texts.action


def _sentence(kind: Kind) -> str:
    forms = kind.texts.email
    of_another = None if kind.own else forms.of_another
    return said_with(of_another or forms.body, kind.words)


def _section(kind: Kind) -> Section:
    forms = kind.texts.email
    if kind.alone:
        return Section(kind.texts.heading, _sentence(kind), ())
    lines = tuple(said_with(forms.line, words) for words in kind.each[:_LINES])
    if beyond := len(kind.each) - len(lines):
        lines = (*lines, f"另有{beyond}件，请登录查看")
    return Section(kind.texts.heading, said_with(forms.several, kind.words), lines)


def _short(words: Words) -> Words:
    """For a title, which is one header of a mail."""
    return {word: shortened(said, TITLE_NAME) for word, said in words.items()}


def _reasons(said: Sequence[Said], texts: Texts) -> list[str]:
    """Each once, as the urgency of what is said has it."""
    by_urgency = sorted(said, key=lambda one: (texts.urgency[one.rule], one.seat, one.recipient))
    return list(dict.fromkeys(why(one.seat, one.recipient, texts).said(texts) for one in by_urgency))
