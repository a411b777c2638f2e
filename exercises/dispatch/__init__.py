"""Invented reports in twins: a small world, drawn by a seed, told in two reports that differ in independent facts.

``tables`` holds facts and stories, ``world`` draws what is so, ``text`` tells it, ``ledger`` takes it down in the types
of every report, ``form`` asks about it, ``twins`` sees to it that wording gives nothing away, and ``pool`` has those
that a class draws from.  ``reader`` reads a report by its words alone and knows none of the others.
"""
