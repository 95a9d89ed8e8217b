"""`paicha audit bisect`: the first event of which two parties do not say the same."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from deploy.cli.digest_parties import Party, party
from deploy.cli.terminal import say, say_json
from services.reporting.state_digests.comparing import Compared, Difference, Place, compared
from services.reporting.state_digests.digests import Digests
from services.reporting.state_digests.making import EVERY, MOST_EVERY
from shared.json_types import Json, JsonObject
from shared.problems import Rejected

_WHAT = {
    "bytes": ("同一位置的事件字节不同", "the events there are of other bytes"),
    "missing_in_a": ("A 缺少这一事件", "A lacks the event"),
    "missing_in_b": ("B 缺少这一事件", "B lacks the event"),
    "order": ("事件相同，顺序不同", "the same events in another order"),
    "state": (
        "事件相同，结果不同：代码版本不同",
        "the same events, another state: another version of the code",
    ),
    "kept": ("数据表与其日志得出的结果不同", "the tables say another state than the logs lead to"),
}


def bisect(
    a: Annotated[str, Parameter(name="a")],
    b: Annotated[str, Parameter(name="b")],
    /,
    *,
    every: Annotated[int | None, Parameter(validator=Number(gte=1, lte=MOST_EVERY))] = None,
    json: bool = False,
) -> int:
    """Find the first event of which two parties do not say the same. Ends with 1 where there is one.

    Parameters
    ----------
    a
        A file of `paicha audit digests`, an archive, or the address of a deployment, with PAICHA_TOKEN.
    b
        The other one, likewise.
    every
        Events a digest, of archives and deployments: with 1, the event behind another state is named, too.
    json
        Print it as JSON.
    """
    held = _digests(party(a, every), party(b, every), every)
    found = compared(*held)
    kept = [name for name, side in zip("ab", held, strict=True) if not _kept_as_folded(side)]
    if json:
        say_json(_document(found, kept))
    else:
        _tell(found, kept)
    return 1 if found.difference is not None or kept else 0


def _digests(a: Party, b: Party, wished: int | None) -> tuple[Digests, Digests]:
    if a.last.keys() != b.last.keys():
        raise Rejected("digests_not_alike")
    both = {log: min(position, b.last[log]) for log, position in a.last.items()}
    every = a.every or b.every or wished or EVERY
    return a.digests(both, every), b.digests(both, every)


def _kept_as_folded(side: Digests) -> bool:
    kept = side.header.kept
    return kept is None or not side.blocks or kept == side.blocks[-1].state


def _document(found: Compared, kept: list[str]) -> JsonObject:
    difference = found.difference
    told: JsonObject = {"equal": difference is None and not kept, "last": found.last, "tables_differ": kept}
    return told if difference is None else told | {"difference": _difference(difference)}


def _difference(difference: Difference) -> JsonObject:
    zh, en = _WHAT[difference.what]
    return {
        "what": difference.what,
        "zh": zh,
        "en": en,
        "before": difference.before,
        "a": _place(difference.a),
        "b": _place(difference.b),
        "events": difference.events,
    }


def _place(place: Place | None) -> Json:
    return None if place is None else {"log": place.log, "position": place.position}


def _tell(found: Compared, kept: list[str]) -> None:
    both = "、".join(f"{log} {position}" for log, position in sorted(found.last.items()))
    if found.difference is None:
        say(f"至 {both} 完全相同。 Equal up to there.")
    else:
        _tell_difference(found.difference)
    for name in kept:
        say(f"{name.upper()}: {'。 '.join(_WHAT['kept'])}.")


def _tell_difference(difference: Difference) -> None:
    zh, en = _WHAT[difference.what]
    say(f"前 {difference.before:,} 个事件相同，其后：{zh}。 After {difference.before:,} equal events: {en}.")
    for name, place in (("A", difference.a), ("B", difference.b)):
        say(f"  {name}: " + ("–" if place is None else f"{place.log} {place.position}"))
    if difference.events > 1:
        say(
            f"  由至此的 {difference.events:,} 个事件之一引起；用 --every 1 可定位到事件。 "
            f"One of the {difference.events:,} events up to there; --every 1 tells which."
        )
