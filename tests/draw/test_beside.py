"""The words of a report that is ours, beside the exercises on it."""

from __future__ import annotations

from sites import the_course

from exercises.draw.beside import full_text


def test_a_report_of_ours_is_printed_with_its_title_who_published_it_and_when() -> None:
    title, told, first, *_ = full_text(the_course().evidence.report["halvia-2032"]).split("\n\n")
    assert title == "# Halvia still shipping grain by night, sources say"
    assert told == "*Coast Radio, 14 March 2032*"
    assert first.startswith("**P1** Halvia is still exporting grain ")
