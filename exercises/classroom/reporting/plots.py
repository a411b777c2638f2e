"""The pictures of the class report, as SVG that reads in colour, in grey, in the dark and on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exercises.classroom.reporting.statistics import Calibration, Figures
from exercises.draw.figures.svg import INK, MUTED, WIDTH, element, picture, words

_LEFT, _RIGHT = 40, WIDTH - 15


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def histogram(counts: Sequence[int]) -> str:
    """Return how many students earned each tenth of the points."""
    base, top, most = 150, 20, max(counts)
    step = (_RIGHT - _LEFT) / len(counts)
    parts = [element("line", x1=_LEFT, y1=base, x2=_RIGHT, y2=base, stroke=INK)]
    for place, count in enumerate(counts):
        height = (base - top) * count / most
        left = _LEFT + place * step
        parts.append(element("rect", x=left + 2, y=base - height, width=step - 4, height=height, fill="var(--bar)"))
        if count:
            parts.append(words(str(count), left + step / 2, base - height - 4, text_anchor="middle", font_size=12))
    parts += [
        words(f"{tenth * 10}", _LEFT + tenth * step, base + 16, text_anchor="middle", font_size=11)
        for tenth in range(0, 11, 2)
    ]
    parts.append(words("percent of the points", (_LEFT + _RIGHT) / 2, base + 34, text_anchor="middle", font_size=12))
    return picture("scores", "How many students earned how much", base + 44, parts)


def difficulty(figures: Sequence[Figures]) -> str:
    """Return each exercise's mean score with its interval."""
    row, top = 22, 14
    base = top + row * len(figures)
    parts = list(_scale(base, top))
    for place, exercise in enumerate(figures):
        y = top + row * place + row / 2
        parts.append(words(exercise.item.label, _LEFT - 10, y + 4, text_anchor="end", font_size=12))
        low, high = _x(exercise.interval.low), _x(exercise.interval.high)
        parts.append(element("line", x1=low, y1=y, x2=high, y2=y, stroke=INK, stroke_width=2))
        parts.append(element("circle", cx=_x(exercise.mean), cy=y, r=5, fill="var(--bar)", stroke=INK))
    return picture("difficulty", "Mean score of each exercise, with its interval", base + 40, parts)


def _scale(base: float, top: float) -> Iterator[str]:
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        yield element("line", x1=x, y1=top, x2=x, y2=base, stroke=MUTED, stroke_width=0.5)
        yield words(f"{tenth * 10}", x, base + 16, text_anchor="middle", font_size=11)
    yield words("percent", (_LEFT + _RIGHT) / 2, base + 34, text_anchor="middle", font_size=12)


def certainty(found: Calibration) -> str:
    """Return how often answers were right at each level of certainty, beside the line on which they would agree."""
    base, top = 226, 30

    def y(share: float) -> float:
        return base - share * (base - top)

    def x(percent: float) -> float:
        return _LEFT + (percent - 50) / 50 * (_RIGHT - _LEFT - 20) + 10

    parts = [
        element("line", x1=x(50), y1=y(0.5), x2=x(100), y2=y(1), stroke=MUTED, stroke_dasharray="5 4"),
        element("line", x1=_LEFT, y1=base, x2=_RIGHT, y2=base, stroke=INK),
    ]
    parts.append(words("right, in percent", 0, 12, font_size=12))
    parts += [
        words(f"{share}", _LEFT - 8, y(share / 100) + 4, text_anchor="end", font_size=11) for share in (0, 50, 100)
    ]
    for level in found.levels:
        at, where = x(level.percent), level.interval
        parts.append(words(f"{level.percent}", at, base + 16, text_anchor="middle", font_size=11))
        parts.append(element("line", x1=at, y1=y(where.low), x2=at, y2=y(where.high), stroke=INK, stroke_width=2))
        parts.append(element("circle", cx=at, cy=y(level.right / level.number), r=5, fill="var(--bar)", stroke=INK))
    parts.append(words("how sure, in percent", (_LEFT + _RIGHT) / 2, base + 34, text_anchor="middle", font_size=12))
    return picture("certainty", "How often right, in percent, by how sure", base + 44, parts)
