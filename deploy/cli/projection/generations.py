"""What the service says of its generations, and which one a command means."""

from typing import Any

from deploy.cli.gateway import Gateway
from deploy.embedded.refusal import Refusal

ROLE = "operator"
PATH = "/reporting/generations"

Generation = dict[str, Any]


def known(gateway: Gateway) -> dict[str, Any]:
    answer: dict[str, Any] = gateway.get(PATH).json()
    return answer


def meant(gateway: Gateway, named: str | None) -> str:
    """The one named, or the only one that was built and has not answered yet."""
    if named is not None:
        return named
    waiting = [
        each["name"]
        for each in known(gateway)["generations"]
        if each["built"] and not each["live"] and each["kept_until"] is None
    ]
    if len(waiting) == 1:
        return str(waiting[0])
    raise Refusal(
        "请指明数据代；用 paicha projection status 查看。" if waiting else "没有建成待切换的数据代。",
        "Say which generation: see paicha projection status."
        if waiting
        else "No generation that was built waits for a switch: run paicha projection rebuild first.",
        usage=bool(waiting),
    )


def told(comparison: dict[str, Any]) -> list[str]:
    """In lines for people."""
    other, live = comparison["other"], comparison["live"]
    at = ", ".join(f"{log} {position:,}" for log, position in sorted(comparison["positions"].items()))
    waited = f"（现行代等待 {comparison['held_milliseconds']} ms the live one waited）"
    if comparison["equal"]:
        rows = sum(other["rows"].values())
        return [f"一致 equal: {other['generation']} = {live['generation']}, {at}, {rows:,} rows 行 {waited}"]
    found = comparison["difference"]
    lines = [f"不一致 different: {other['generation']} ≠ {live['generation']}, {at} {waited}"]
    lines += [
        f"  {table}: {rows['rows']:,} rows 行, e.g. 如 {', '.join(rows['keys'][:3])}"
        for table, rows in found["rows"].items()
    ]
    for cell in found["shown"][:20]:
        parts = ", ".join(f"{each['subject']} {each['weight']:+d}" for each in cell["parts"][:5])
        more = "" if cell["many"] <= len(cell["parts"][:5]) else f" … ({cell['many']})"
        place = " ".join(cell[name] for name in ("township", "campaign", "place", "column"))
        lines.append(f"  {place}: {cell['by']:+d} = {parts}{more}")
    adds_up = "各项之和相符 its parts add up" if found["adds_up"] else "各项之和不符 they do not add up"
    return [*lines, f"  {found['cells']:,} cells 格, {adds_up}, difference 差异 {found['digest']}"]
