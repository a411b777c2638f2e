"""The last step of a build of pages: one style sheet, with those of the theme's rules that the pages use.

The theme brings 390 kB of style.  A rule is kept where each class, id, element and attribute that one of its selectors
names stands in some page or in a script of ours; a custom property, where something kept reads it.  What is kept
follows from the pages and the sheets alone, so that any build of the same course writes the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

Rule = tuple[str, "str | list[Rule]"]
"""What stands before the brace, and the declarations or rules within."""

_MARK = re.compile(r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"')]*\)|[{};]""", re.DOTALL)
_PROPERTY = re.compile(r"""(?<=[{;])(--[\w-]+):((?:"[^"]*"|[^;{}"])*)(;|(?=\}))""")
_EMPTY = re.compile(r"(?<![^{}])[^{}]+\{\}")
_IN_BRACKETS = re.compile(r":[\w-]+\([^()]*\)")
_NO_NAME = re.compile(r"\[[^\]]*\]|::?[\w-]+|\\.")
_ATTRIBUTE = re.compile(r"\[([\w-]+)")
_NAME = re.compile(r"[.#]([\w-]+)")
_ELEMENT = re.compile(r"(?<![.#\w-])[a-zA-Z][\w-]*")
_HOLDS_RULES = ("@media", "@supports", "@layer", "@container")
_DARK, _LIGHT = "html[data-theme=dark]", "html[data-theme=light]"
_UNSET = "html:not([data-theme])"


@dataclass(frozen=True)
class Used:
    """What the pages hold, or a script may give them: elements, classes and ids together, and attributes."""

    elements: frozenset[str]
    names: frozenset[str]
    attributes: frozenset[str]


def used_in(pages: Iterable[str], scripts: Iterable[str]) -> Used:
    """Return what the pages hold, and every word of the scripts' strings, since those may come to stand in a page."""
    tags = {tag for page in pages for tag in re.findall(r"<[a-zA-Z][^>]*>", page)}
    elements = {re.split(r"[\s/>]", tag[1:], maxsplit=1)[0] for tag in tags}
    names = {name for tag in tags for value in re.findall(r'\b(?:class|id)="([^"]*)"', tag) for name in value.split()}
    attributes = {name for tag in tags for name in re.findall(r"\s([\w-]+)", re.sub(r'"[^"]*"', "", tag))}
    strings = [string for script in scripts for string in re.findall(r"""["'`]([^"'`]*)["'`]""", script)]
    words = {word for string in strings for word in re.findall(r"[\w-]+", string)}
    always = {"html", "head", "body", "data-theme"}  # the last is set by the script in each page's head
    return Used(frozenset(elements | words | always), frozenset(names | words), frozenset(attributes | words | always))


def trim(sheet: str, used: Used) -> str:
    """Return the sheet with the rules that are used, on one line, those for dark pages also where no script runs."""
    rules = list(_kept(_parse(_plain(sheet)), used))
    text = _written(rules)
    while (less := _without_unread(text)) != text:
        text = less
    return text


def squeeze(sheet: str) -> str:
    """Return the whole sheet without comments and spaces that mean nothing, also readable where no script runs."""
    return _written(_also_unset(_parse(_plain(sheet))))


def _plain(sheet: str) -> str:
    """Return the sheet without comments, with attribute selectors written as the theme writes them."""
    sheet = _MARK.sub(lambda found: "" if found[0].startswith("/*") else found[0], sheet)
    return re.sub(r'\[([\w-]+)="([\w-]+)"\]', r"[\1=\2]", sheet)


def _parse(sheet: str) -> list[Rule]:
    """Return the sheet's rules; statements without a block, as ``@charset``, are left out."""
    top: list[Rule] = []
    open_: list[tuple[str, list[Rule]]] = [("", top)]
    start, body = 0, None
    for mark in _MARK.finditer(sheet):
        if body is not None:
            if mark[0] == "}":
                open_[-1][1].append((body, sheet[start : mark.start()]))
                start, body = mark.end(), None
        elif mark[0] == "{":
            prelude, start = re.sub(r"\s+", " ", sheet[start : mark.start()]).strip(), mark.end()
            if prelude.startswith((*_HOLDS_RULES, "@keyframes", "@-webkit-keyframes")):
                inner: list[Rule] = []
                open_[-1][1].append((prelude, inner))
                open_.append((prelude, inner))
            else:
                body = prelude
        elif mark[0] == "}":
            open_.pop()
            start = mark.end()
        elif mark[0] == ";":
            start = mark.end()
    return top


def _kept(rules: Iterable[Rule], used: Used) -> Iterator[Rule]:
    for prelude, body in _also_unset(rules):
        if isinstance(body, list):
            inner = body if "keyframes" in prelude else list(_kept_inside(body, used))
            if inner:
                yield prelude, inner
        elif not prelude.startswith("@"):  # the theme's fonts, the only such rules, are of icons
            selectors = [one for one in _parts(prelude) if _is_used(one, used)]
            if selectors and body.strip():
                yield ",".join(selectors), body


def _kept_inside(rules: Iterable[Rule], used: Used) -> Iterator[Rule]:
    for prelude, body in rules:
        selectors = [one for one in _parts(prelude) if _is_used(one, used)]
        if selectors and body:
            yield ",".join(selectors), body


def _also_unset(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield the rules; what holds for the light or dark theme also holds where no script has set one."""
    for prelude, body in rules:
        if _LIGHT in prelude and _UNSET not in prelude:
            yield f"{prelude},{prelude.replace(_LIGHT, _UNSET)}", body
        else:
            yield prelude, body
        if _DARK in prelude and not prelude.startswith("@"):
            dark = ",".join(one.replace(_DARK, _UNSET) for one in _parts(prelude) if _DARK in one)
            yield "@media screen and (prefers-color-scheme:dark)", [(dark, body)]


@cache
def _parts(prelude: str) -> list[str]:
    """Return the selectors of a list, which only commas outside of brackets part."""
    parts, depth, start = [], 0, 0
    for mark in re.finditer(r"[(),\[\]]", prelude):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(mark[0], 0)
        if mark[0] == "," and depth == 0:
            parts.append(prelude[start : mark.start()].strip())
            start = mark.end()
    return [*parts, prelude[start:].strip()]


def _is_used(selector: str, used: Used) -> bool:
    while (less := _IN_BRACKETS.sub("", selector)) != selector:
        selector = less  # what stands in :not() and the like is no condition of ours
    bare = _NO_NAME.sub("", selector)
    return (
        used.names.issuperset(_NAME.findall(bare))
        and used.elements.issuperset(_ELEMENT.findall(bare))
        and used.attributes.issuperset(_ATTRIBUTE.findall(selector))
    )


def _written(rules: Iterable[Rule]) -> str:
    return "".join(
        f"{_tight(prelude)}{{{_written(body) if isinstance(body, list) else _declared(body)}}}"
        for prelude, body in rules
    )


def _tight(prelude: str) -> str:
    return re.sub(r"\s*([>~,])\s*", r"\1", prelude)


def _declared(body: str) -> str:
    lines = (re.sub(r"\s+", " ", line).strip() for line in _declarations(body))
    return ";".join(re.sub(r"^([\w-]+)\s*:\s*", r"\1:", line) for line in lines if line)


def _declarations(body: str) -> Iterator[str]:
    start = 0
    for mark in _MARK.finditer(body):
        if mark[0] == ";":
            yield body[start : mark.start()]
            start = mark.end()
    yield body[start:]


def _without_unread(text: str) -> str:
    """Return the sheet without the custom properties that nothing in it reads, and without what that leaves empty."""
    read = set(re.findall(r"var\(\s*(--[\w-]+)", text))
    text = _PROPERTY.sub(lambda found: found[0] if found[1] in read else "", text)
    return _EMPTY.sub("", text.replace(";}", "}"))
