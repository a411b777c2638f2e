"""A sheet as a tagged PDF to fill in on a screen, and as its twin to print.

Only this needs WeasyPrint and pikepdf; the rest of the course runs without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from exercises.files import write_together

if TYPE_CHECKING:
    import pikepdf

Controls = Mapping[str, Mapping[str, str]]
"""The attributes of each control of the HTML, by its name; a group's buttons have the same legend."""

_READ_ONLY = 1
_APPEARANCE = "/Helv 10 Tf 0 g"


def write_pdfs(html_with_forms: str, html_without: str, fillable: Path, printable: Path) -> None:
    """Write the file to fill in and the file to print: both or neither, and the same bytes for the same sheet.

    Where :mod:`exercises.classroom.handing_out.ready` finds something missing, this must not be called.
    """
    write_together({fillable: draw(html_with_forms, True), printable: draw(html_without, False)})


def draw(html: str, forms: bool) -> bytes:
    """Return a sheet's HTML as a tagged PDF, with fields to fill in or without."""
    import pikepdf
    import weasyprint
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=())  # a picture or style sheet named in a text is not fetched
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    drawn = page.write_pdf(pdf_variant="pdf/ua-1", pdf_forms=forms)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        if forms:
            _mend(pdf, {str(control.get("name")): control.attrib for control in page.etree_element.iter("input")})
        out = BytesIO()
        pdf.save(out, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _mend(pdf: pikepdf.Pdf, controls: Controls) -> None:
    """Make of WeasyPrint's controls a form that readers and screen readers know.

    WeasyPrint lists each radio button as a field of its own, splits a group where the page turns, and passes over
    what only the HTML says: ``readonly``, and the legend of a group.
    """
    form = pdf.Root.AcroForm
    form.Fields = pdf.make_indirect(_fields(pdf, controls))
    form.DA = _APPEARANCE.encode()
    form.DR = pdf.make_indirect(_resources(pdf))
    for page in pdf.pages:
        _drop_unused_fonts(page)


def _fields(pdf: pikepdf.Pdf, controls: Controls) -> pikepdf.Array:
    import pikepdf

    fields = pikepdf.Array()
    groups: dict[str, pikepdf.Object] = {}
    tags = _tags(pdf)
    for page in pdf.pages:
        for widget in page.get("/Annots", pikepdf.Array()).as_list():
            if widget.get("/Subtype") != "/Widget":
                continue
            if "/Parent" not in widget:
                _mend_field(pdf, widget, controls)
                fields.append(widget)
                continue
            name = str(widget.Parent.T)
            if name not in groups:
                groups[name] = _group(pdf, widget, name, controls[name]["data-legend"])
                fields.append(groups[name])
            tags[int(widget.StructParent)].Alt = widget.TU
            _adopt(pdf, groups[name], widget)
    return fields


def _mend_field(pdf: pikepdf.Pdf, field: pikepdf.Object, controls: Controls) -> None:
    if field.FT == "/Btn":
        _set_state(pdf, field, "on", "4")
        return
    field.DA = _APPEARANCE.encode()
    if "readonly" in controls.get(str(field.T), ()):
        field.Ff = int(field.get("/Ff", 0)) | _READ_ONLY


def _group(pdf: pikepdf.Pdf, widget: pikepdf.Object, name: str, legend: str) -> pikepdf.Object:
    """Return a group for radio buttons, without any yet."""
    import pikepdf

    group = pikepdf.Dictionary(
        FT=pikepdf.Name.Btn, Ff=widget.Parent.Ff, T=name, TU=legend, V=pikepdf.Name.Off, Kids=pikepdf.Array()
    )
    return pdf.make_indirect(group)


def _adopt(pdf: pikepdf.Pdf, group: pikepdf.Object, widget: pikepdf.Object) -> None:
    at = next(int(state[1:]) for state in widget.AP.N.keys())  # noqa: SIM118 - a pikepdf object iterates otherwise
    _set_state(pdf, widget, str(widget.Parent.Opt[at]), "l")
    for inherited in ("/T", "/FT"):
        if inherited in widget:
            del widget[inherited]
    widget.Parent = group
    group.Kids.append(widget)


def _set_state(pdf: pikepdf.Pdf, widget: pikepdf.Object, on: str, mark: str) -> None:
    """Give a box its two states, and name the mark (of ZapfDingbats) that readers may draw in it."""
    import pikepdf

    drawn = next(stream for _, stream in widget.AP.N.items())
    empty = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=drawn.BBox)
    drawn.Resources = pikepdf.Dictionary()  # a filled shape, though WeasyPrint gives it every font
    widget.AP.N = pikepdf.Dictionary({f"/{on}": drawn, "/Off": empty})
    widget.AS = pikepdf.Name.Off
    widget.MK.CA = mark


def _tags(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums.as_list()
    return {int(number): tag for number, tag in zip(numbers[::2], numbers[1::2], strict=True)}


def _resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Return the fonts that readers write with: every one has them, so none is embedded for words not yet written."""
    import pikepdf

    def font(base: str) -> pikepdf.Object:
        name = pikepdf.Name
        return pdf.make_indirect(pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name(f"/{base}")))

    latin = font("Helvetica")
    latin.Encoding = pikepdf.Name.WinAnsiEncoding
    return pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=latin, ZaDb=font("ZapfDingbats")))


def _drop_unused_fonts(page: pikepdf.Page) -> None:
    """Drop the font of the controls, which WeasyPrint embeds whole."""
    import pikepdf

    used = {str(line.operands[0]) for line in pikepdf.parse_content_stream(page) if str(line.operator) == "Tf"}
    fonts = page.Resources.Font
    page.Resources = pikepdf.Dictionary(dict(page.Resources.items()))
    page.Resources.Font = pikepdf.Dictionary({name: font for name, font in fonts.items() if name in used})
