"""A text message: which template, and its variables so that one message of 70 characters is enough. Pure."""

from collections.abc import Mapping, Sequence
from string import Template

from services.notifications.texts.composed import Composed
from services.notifications.texts.fitting import VARIABLE, fitted, shortened
from services.notifications.texts.gathered import Kind
from services.notifications.texts.length import ONE, characters
from services.notifications.texts.texts import Texts
from services.notifications.texts.words import Words

_OTHERWISE: Mapping[str, str] = {"name": "贵单位", "hazard": "（编号见平台）", "what": "（名称见平台）"}
"""For what no text message may bear, as a name that reads like an address."""
_GIVES_WAY = (("name", 6), ("what", 8), ("hazard", 8), ("name", 4))
"""What is shortened first where all would be too long, and to how much."""


def sms(kinds: Sequence[Kind], texts: Texts, sign_name: str) -> Composed:
    name, words = _template(kinds, texts)
    template = texts.templates[name]
    variables = {
        variable: fitted(words[variable], _OTHERWISE.get(variable, "（见平台）"))
        for variable in template.variables
    }
    fitting = _within_one(template.text, variables, sign_name)
    return Composed("", _written(template.text, fitting, sign_name), template=name, variables=fitting)


def kinds_in_words(kinds: Sequence[Kind], limit: int) -> str:
    """`重大隐患1件、逾期未报2件等`"""
    said = [f"{kind.texts.heading}{len(kind.each)}件" for kind in kinds]
    for shown in range(len(said), 0, -1):
        written = "、".join(said[:shown]) + ("等" if shown < len(said) else "")
        if characters(written) <= limit:
            return written
    return shortened(said[0], limit)


def _template(kinds: Sequence[Kind], texts: Texts) -> tuple[str, Words]:
    if len(kinds) == 1:
        name, words = _own_template(kinds[0]), kinds[0].words
        if words.keys() >= set(texts.templates[name].variables):
            return name, words
    count = sum(len(kind.each) for kind in kinds)
    return texts.general, {"count": str(count), "kinds": kinds_in_words(kinds, VARIABLE)}


def _own_template(kind: Kind) -> str:
    forms = kind.texts.sms
    if not kind.alone:
        return forms.several
    if not kind.own and forms.of_another is not None:
        return forms.of_another
    if kind.words["before_holiday"] and forms.before_holiday is not None:
        return forms.before_holiday
    return forms.one


def _within_one(text: str, variables: Mapping[str, str], sign_name: str) -> Mapping[str, str]:
    fitting = dict(variables)
    for variable, least in _GIVES_WAY:
        beyond = characters(_written(text, fitting, sign_name)) - ONE
        if beyond > 0 and variable in fitting:
            room = max(least, characters(fitting[variable]) - beyond)
            fitting[variable] = fitted(fitting[variable], _OTHERWISE[variable], room)
    return fitting


def _written(text: str, variables: Mapping[str, str], sign_name: str) -> str:
    return f"【{sign_name}】{Template(text).substitute(variables)}"
