"""Discrimination and bias: does a reader tell overstated reporting from adequate, or only distrust more?

Signal detection theory, after Stanislaw and Todorov (1999, doi:10.3758/BF03207704) and Hautus, Macmillan and Creelman
(2021).  "Overstated" is the signal: a hit is an overstated sentence that is called so, a false alarm an adequate one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

_Z = NormalDist().inv_cdf


@dataclass(frozen=True)
class Detection:
    """What a reader, or a class, made of so many overstated and so many adequate sentences."""

    hits: int
    overstated: int
    false_alarms: int
    adequate: int

    def __add__(self, other: Detection) -> Detection:
        """Return both taken together, as for a class."""
        return Detection(
            self.hits + other.hits,
            self.overstated + other.overstated,
            self.false_alarms + other.false_alarms,
            self.adequate + other.adequate,
        )

    @property
    def hit_rate(self) -> float:
        """Return the share of overstated sentences called so, log-linear: half added to the count, one to the number.

        The correction keeps rates of 0 and 1 from becoming infinite on the normal scale; it is made always.
        """
        return (self.hits + 0.5) / (self.overstated + 1)

    @property
    def false_alarm_rate(self) -> float:
        """Return the share of adequate sentences called overstated, with the same correction."""
        return (self.false_alarms + 0.5) / (self.adequate + 1)

    @property
    def d_prime(self) -> float:
        """Return discrimination, z(hits) - z(false alarms), in standard deviations; 0 is no better than chance."""
        return _Z(self.hit_rate) - _Z(self.false_alarm_rate)

    @property
    def bias(self) -> float:
        """Return the criterion c, -(z(hits) + z(false alarms)) / 2; below 0 too much is called overstated."""
        return -0.5 * (_Z(self.hit_rate) + _Z(self.false_alarm_rate))

    def __str__(self) -> str:
        """Return both in one line, with the counts."""
        called = f"{self.hits} of {self.overstated} overstated and {self.false_alarms} of {self.adequate} adequate"
        figures = f"discrimination d\u2032 = {signed(self.d_prime)}, bias c = {signed(self.bias)}"
        return f"{figures} ({called} called overstated)"


def signed(figure: float) -> str:
    """Return a figure in hundredths, with a true minus sign and none before 0."""
    return f"{round(figure, 2) + 0.0:.2f}".replace("-", "\u2212")


def detect(correct: Mapping[str, str], response: Mapping[str, str], overstated: str) -> Detection:
    """Return what a response makes of the sentences of a key; ``overstated`` is that bin's id.

    A sentence without an answer counts neither way.
    """
    answered = {slot: right for slot, right in correct.items() if response.get(slot)}
    signals = [slot for slot, right in answered.items() if right == overstated]
    others = [slot for slot, right in answered.items() if right != overstated]
    return Detection(
        hits=sum(response[slot] == overstated for slot in signals),
        overstated=len(signals),
        false_alarms=sum(response[slot] == overstated for slot in others),
        adequate=len(others),
    )
