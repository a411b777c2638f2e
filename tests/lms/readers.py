"""Who reads what: each target's reader, by the target's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lms import canvas, cartridge, gift, moodle, qti
from lms.found import Found

READERS: Mapping[str, Callable[[bytes], dict[str, Found]]] = {
    "moodle-xml": moodle.read,
    "gift": gift.read,
    "canvas": canvas.read,
    "qti-2.1": qti.read,
    "qti-3.0": qti.read,
    "common-cartridge": cartridge.read,
}
