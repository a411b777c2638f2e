"""What a reader fills in, as HTML: a form on a page, room in a book, or fields on a sheet of paper."""

from __future__ import annotations

from markupsafe import Markup

from exercises.draw.templates import render
from exercises.questions.question import Question, asks_how_sure

SURE = "?sure"


def on_page(id: str, question: Question, *, sure: bool = True) -> Markup:
    """Return the question's form; its controls are named after the exercise's id, so several fit on one page.

    Where nothing is made of it, the form does not ask how ``sure`` one is.
    """
    return render("controls/page", id=id, question=question, asks_how_sure=sure and asks_how_sure(question))


def in_book(question: Question) -> Markup:
    """Return what the question asks and offers as XHTML without fields, with room for an answer in a book."""
    return render("controls/book", question=question, asks_how_sure=asks_how_sure(question))


def on_paper(id: str, number: int, title: str, question: Question) -> Markup:
    """Return the question's controls on a sheet, and where one asks it, how sure one is.

    Fields are called after the bank: ``ID`` (one choice, an entry, a written answer), ``ID/SLOT`` (what is placed or
    ticked, a cell as ``ID/ROW/COLUMN``), and ``ID/?sure``.  Ids are of letters, digits and hyphens, so no name has a
    full stop, which PDF reserves.  Number and title begin what a screen reader says of each.
    """
    sure = f"{id}/{SURE}" if asks_how_sure(question) else ""
    return render("controls/paper", id=id, number=number, title=title, question=question, sure=sure)
