"""A sheet as a tagged PDF to fill in on a screen, as its twin to print, and all the twins in one file.

A sheet is laid out once: the twin is the same pages without their fields, so both read alike.
Only this needs WeasyPrint and pikepdf; the rest of the course runs without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.files import write_together

if TYPE_CHECKING:
    import pikepdf

Controls = Mapping[str, Mapping[str, str]]
"""The attributes of each control of the HTML, by its name; a group's buttons have the same legend."""

_READ_ONLY, _LINES = 1, 4096
"""What a field's flags say: it cannot be changed; it has several lines."""
_HIDDEN = 2
_APPEARANCE = "/Helv 10 Tf 0 g"
_FONT = re.compile(rb"/([A-Za-z0-9]+) [0-9.]+ Tf")
_RULE = 9 * 72 / 25.4
"""How far the lines to write on are apart: nine millimetres, in points."""


_DRAWN: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_forms": True}


def write_pdfs(drawn: bytes, fillable: Path, printable: Path) -> None:
    """Write the file to fill in, and the file to print that is made from it: both or neither."""
    write_together({fillable: drawn, printable: without_fields(drawn)})


def draw(html: str) -> bytes:
    """Return a sheet's HTML as a tagged PDF with fields to fill in, the same bytes for the same sheet.

    Where :mod:`exercises.classroom.handing_out.ready` finds something missing, this must not be called.
    """
    document = laid_out(html)
    inputs = document._html.etree_element.iter("input")
    return finished(written(document), {str(control.get("name")): control.attrib for control in inputs})


def laid_out(html: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return a sheet's HTML as pages of WeasyPrint."""
    import weasyprint

    fetcher, style, fonts = _tools()
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    return page.render(stylesheets=[style], font_config=fonts, **_DRAWN)


def written(document: Any) -> bytes:  # noqa: ANN401 - the same
    """Return the pages as WeasyPrint writes them."""
    return bytes(document.write_pdf(uncompressed_pdf=True, **_DRAWN))


def finished(drawn: bytes, controls: Controls) -> bytes:
    """Return a PDF of WeasyPrint with its form mended."""
    import pikepdf

    with pikepdf.open(BytesIO(drawn)) as pdf:
        _mend(pdf, controls)
        return _saved(pdf)


@cache
def _tools() -> tuple[Any, Any, Any]:
    """Return what every sheet is drawn with: what fetches nothing, the style, and the fonts."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=())  # a picture or style sheet named in a text is not fetched
    fonts = FontConfiguration()
    style = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
    return fetcher, weasyprint.CSS(string=style, url_fetcher=fetcher, font_config=fonts), fonts


def _saved(pdf: pikepdf.Pdf) -> bytes:
    import pikepdf

    out = BytesIO()
    pdf.save(out, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def without_fields(drawn: bytes) -> bytes:
    """Return the same pages to print: an empty box where a field is, with lines where it takes several."""
    import pikepdf

    with pikepdf.open(BytesIO(drawn)) as pdf:
        tags = _tags(pdf)
        for page in pdf.pages:
            kept = pikepdf.Array()
            for annotation in page.get("/Annots", pikepdf.Array()).as_list():
                if annotation.get("/Subtype") != "/Widget":
                    kept.append(annotation)
                    continue
                _untag(tags.pop(int(annotation.StructParent)))
                if int(annotation.get("/Ff", 0)) & _LINES:
                    page.contents_add(_ruled(annotation.Rect, float(page.mediabox[3])))
            page.Annots = kept
        pdf.Root.StructTreeRoot.ParentTree.Nums = pikepdf.Array([one for pair in tags.items() for one in pair])
        del pdf.Root.AcroForm
        pdf.remove_unreferenced_resources()
        return _saved(pdf)


def _untag(tag: pikepdf.Object) -> None:
    """Take a field's tag out of its parent's."""
    for place, child in enumerate(tag.P.K.as_list()):
        if getattr(child, "objgen", None) == tag.objgen:
            del tag.P.K[place]
            return


def _ruled(box: pikepdf.Object, height: float) -> bytes:
    """Return lines over a box, for a page whose content begins by turning it upside down."""
    x1, y1, x2, y2 = (float(edge) for edge in box.as_list())
    (left, right), (bottom, top) = sorted((x1, x2)), sorted((y1, y2))
    lines = [f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S" for y in _heights(top - _RULE, bottom)]
    turned = f"q 1 0 0 -1 0 {height:.6f} cm 0.5 w 0.6 G"
    return "\n".join(["/Artifact BMC", turned, *lines, "Q EMC"]).encode()


def _heights(top: float, bottom: float) -> Iterable[float]:
    while top > bottom + 1:
        yield top
        top -= _RULE


def merged(sheets: Iterable[Path]) -> bytes:
    """Return the files as one to print on both sides of the paper: each begins on a leaf of its own.

    It has no tags: nobody reads all the sheets of a class.
    """
    import pikepdf

    whole = pikepdf.Pdf.new()
    for sheet in sheets:
        with pikepdf.open(sheet) as pdf:
            for page in pdf.pages:
                for name in ("/StructParents", "/Tabs", "/Annots"):
                    if name in page:
                        del page[name]
            whole.pages.extend(pdf.pages)
            size = pdf.pages[0].mediabox
            if len(pdf.pages) % 2:
                whole.add_blank_page(page_size=(float(size[2]), float(size[3])))
    return _saved(whole)


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
        field.F = _HIDDEN  # the page says it in words


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

    used = {name.decode() for name in _FONT.findall(page.Contents.read_bytes())}
    fonts = page.Resources.Font
    page.Resources = pikepdf.Dictionary(dict(page.Resources.items()))
    page.Resources.Font = pikepdf.Dictionary({name: font for name, font in fonts.items() if name[1:] in used})
