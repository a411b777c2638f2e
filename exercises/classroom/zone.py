"""The zone that this computer is set to, with the offset that it has on each day and not that of today alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


class Here(tzinfo):
    """The computer's own zone: a time without one that is taken to be in it has the offset of its own day."""

    def utcoffset(self, time: datetime | None) -> timedelta | None:
        """Return how far the clocks here are from UTC at a time; far from our days, as far as in 2000."""
        if time is None:
            return None
        try:
            return time.replace(tzinfo=None).astimezone().utcoffset()
        except (ValueError, OverflowError, OSError):  # the system knows no such day
            return datetime(2000, 1, 1).astimezone().utcoffset()

    def dst(self, _time: datetime | None) -> None:
        """Return nothing, since nobody asks."""

    def tzname(self, _time: datetime | None) -> str:
        """Return what this zone is called."""
        return "here"


def now_here() -> datetime:
    """Return the time on this computer's clock, which knows its zone."""
    return datetime.now(UTC).astimezone().replace(tzinfo=Here())
