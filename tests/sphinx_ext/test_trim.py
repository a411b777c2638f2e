"""What the last step of a build keeps of a style sheet."""

from __future__ import annotations

import pytest

from exercises.sphinx_ext.trim import squeeze, trim, used_in

PAGE = '<html><body><p class="said much" id="here" data-slot="a">Words</p></body></html>'
USED = used_in([PAGE], ['make("b", { class: "made" });'])


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        ("p{color:red}", "p{color:red}"),
        ("table{color:red}", ""),
        (".said{color:red}.gone{color:red}", ".said{color:red}"),
        ("p.gone, p.said > .made { color : red ; }", "p.said>.made{color:red}"),
        ("#here{a:b}#there{a:b}", "#here{a:b}"),
        ("[data-slot]{a:b}[data-gone]{a:b}", "[data-slot]{a:b}"),
        ("p:not(.gone)::after{content:'};'}", "p:not(.gone)::after{content:'};'}"),
        ("@media print{p{a:b}.gone{a:b}}@media screen{.gone{a:b}}", "@media print{p{a:b}}"),
        ("/* p{a:b} */@charset 'x';@font-face{src:url(a.woff2)}b{a:b}", "b{a:b}"),
        ('p{background:url("data:x;y{z}")}', 'p{background:url("data:x;y{z}")}'),
        ("p{--read:1;--unread:var(--too);--too:2;a:var(--read)}", "p{--read:1;a:var(--read)}"),
    ],
)
def test_a_rule_is_kept_where_a_page_or_a_script_holds_what_it_names(sheet: str, kept: str) -> None:
    assert trim(sheet, USED) == kept


def test_colours_hold_where_no_script_has_chosen_them() -> None:
    unset = "html:not([data-theme])"
    assert squeeze('html[data-theme="light"] p { a: b }') == f"html[data-theme=light] p,{unset} p{{a:b}}"
    dark = 'html[data-theme="dark"] p { a: b }'
    wanted = f"html[data-theme=dark] p{{a:b}}@media screen and (prefers-color-scheme:dark){{{unset} p{{a:b}}}}"
    assert squeeze(dark) == trim(dark, USED) == wanted
