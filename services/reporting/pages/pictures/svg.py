"""Drawing charts as SVG, by leather: plain shapes and texts, no style, no script, nothing from elsewhere.

Series are told apart by dashes as well as by colour, and the colours of the grades are not used. Pure.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import count
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

import leather
from leather import theme

from services.reporting.pages.pictures.picture import Bar, Bars, Chart, Columns, Lines, Size

WIDE, NARROW = 800, 340
HEIGHT = 320
_BAR, _ROUND = 26, 70
_ABOVE, _BESIDE = 10, 24
"""For texts that reach beyond what leather keeps free for them."""
_INK, _MUTED, _ACCENT, _THIRD = "#1f2328", "#59636e", "#0b6b6b", "#6b3fa0"
_SERIES = ((_INK, "none", "──"), (_ACCENT, "8 4", "╌╌"), (_THIRD, "2 4", "┈┈"))
_FONT = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif'
_SIX_DIGITS = 6
_CHARACTER, _BESIDE_AXIS = 12, 60
"""The width of one, on average; what the axis takes."""
_LONGEST_NAME = {WIDE: 16, NARROW: 7}

_Add: TypeAlias = Callable[..., Any]
"""Of the one axis or the other."""

for _part in ("title", "legend", "axis_title", "tick"):
    setattr(theme, f"{_part}_font_family", _FONT)
theme.background_color = "#ffffff"
theme.label_color = theme.legend_color = _INK
theme.tick_color, theme.zero_color = "#d8dee4", _MUTED
theme.tick_font_char_width = 11
theme.legend_font_char_width = 14
theme.margin = 0.03


def svg(chart: Chart, width: int = WIDE) -> bytes:
    """The same chart gives the same bytes."""
    with localcontext() as context:
        context.prec = _SIX_DIGITS
        drawn, height = _drawn(chart, width)
        root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}")
        root.set("width", str(width))
        root.set("height", str(height))
        within = ET.SubElement(root, "g", transform=f"translate(0 {_ABOVE})")
        within.append(drawn.to_svg_group(width - _BESIDE, height - _ABOVE))
    drawing: bytes = ET.tostring(root, encoding="utf-8")
    return drawing


def height_of(chart: Chart) -> int:
    """As it will be drawn, for a page that keeps its place."""
    return height_of_bars(len(chart.bars)) if isinstance(chart, Bars) else HEIGHT


def height_of_bars(filers: int) -> int:
    return _BAR * filers + _ROUND


def _drawn(chart: Chart, width: int) -> tuple[leather.Chart, int]:
    match chart:
        case Lines():
            return _lines(chart, width), height_of(chart)
        case Bars():
            return _bars(chart, width), height_of(chart)
        case Columns():
            return _columns(chart, width), height_of(chart)


def _lines(chart: Lines, width: int) -> leather.Chart:
    drawn = leather.Chart()
    for (name, of_series), (color, dashes, sample) in zip(chart.series, _SERIES, strict=False):
        drawn.add_line(
            _placed(of_series), name=f"{sample} {name}", stroke_color=color, stroke_dasharray=dashes
        )
    named = {name: at for at, name in enumerate(_told_apart(chart.points))}
    drawn.set_x_scale(leather.Ordinal(list(named.values())))
    drawn.add_x_axis(
        [named[name] for name in _thinned(list(named), width)], lambda value, *_: chart.points[int(value)]
    )
    sizes = [each for _, drawn_of in chart.series for each in drawn_of]
    _scaled(drawn.add_y_scale, drawn.add_y_axis, sizes, chart.percent)
    return drawn


def _placed(sizes: Sequence[Size]) -> list[tuple[int, Size]]:
    """leather takes no series of which nothing is known; a line of one point is not to be seen."""
    return list(enumerate(sizes)) if any(each is not None for each in sizes) else [(0, 0)]


def _bars(chart: Bars, width: int) -> leather.Chart:
    drawn = leather.Chart()
    names = _told_apart([_labelled(bar, _LONGEST_NAME[width]) for bar in chart.bars])
    drawn.add_bars(
        [(bar.size or 0, name) for bar, name in zip(chart.bars, names, strict=True)], fill_color=_ACCENT
    )
    _scaled(drawn.add_x_scale, drawn.add_x_axis, [bar.size for bar in chart.bars], chart.percent, width)
    return drawn


def _columns(chart: Columns, width: int) -> leather.Chart:
    drawn = leather.Chart()
    names = _told_apart([bar.name for bar in chart.bars])
    drawn.add_x_axis(_thinned(names, width))
    drawn.add_columns(
        [(name, bar.size or 0) for bar, name in zip(chart.bars, names, strict=True)], fill_color=_ACCENT
    )
    _scaled(drawn.add_y_scale, drawn.add_y_axis, [bar.size for bar in chart.bars], chart.percent)
    return drawn


def _thinned(names: Sequence[str], width: int) -> list[str]:
    """So many as have their place beneath the columns, the last one among them."""
    longest = max((len(name) for name in names), default=1)
    every = max(1, -(-len(names) * (longest + 1) * _CHARACTER // (width - _BESIDE_AXIS)))
    return list(names[::-1][::every][::-1])


def _labelled(bar: Bar, longest: int) -> str:
    """With the number beside it: a bar alone is only about as long as it should be."""
    name = bar.name if len(bar.name) <= longest else f"{bar.name[: longest - 1]}…"
    return f"{name} {bar.written.partition('（')[0]}"


def _told_apart(names: Sequence[str]) -> list[str]:
    """Equal names would be drawn in one place."""
    return [name + "\u200b" * names[:at].count(name) for at, name in enumerate(names)]


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 …"""
    return (first * 10**power for power in count() for first in (1, 2, 5))


def _scaled(add_scale: _Add, add_axis: _Add, sizes: Sequence[Size], percent: bool, width: int = WIDE) -> None:
    """From nothing to the largest, or to all; in whole numbers, fewer of them where there is less room."""
    most = 100 if percent else max([1, *(int(each) for each in sizes if each is not None)])
    step = next(each for each in _steps() if each * (5 if width == WIDE else 2) >= most)
    ticks = [Decimal(each) for each in range(0, most + step, step)]
    add_scale(0, ticks[-1])
    add_axis(ticks, lambda value, *_: f"{value}%" if percent else str(value))
