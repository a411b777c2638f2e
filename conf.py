"""Sphinx settings: settings only, grouped, with the reasons."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the package ``exercises`` lies beside this file

# An epoch that is no number, as an empty one, is none: Sphinx and the PDF's builder would end in a traceback at it
if not os.environ.get("SOURCE_DATE_EPOCH", "0").isdecimal():
    del os.environ["SOURCE_DATE_EPOCH"]

# The book

project = "Said a Source"
author = "Said a Source contributors"
# no year: two builds of one commit are the same bytes
project_copyright = "Said a Source contributors. Text: CC BY 4.0"
language = "en"

# Sources: an allow-list, so that README.md and the like are never pages

root_doc = "course/index"
source_suffix = {".md": "markdown"}
include_patterns = ["course/**"]
# _template.md is for authors; no page lies in the other folders, and Sphinx would look through .venv and _build
exclude_patterns = [".*", "_*", "**/.*", "**/_*", "exercises", "tests"]

# Extensions

extensions = ["myst_parser", "exercises.sphinx_ext"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "smartquotes", "substitution"]
myst_heading_anchors = 3  # so that a page can link a heading of another

# Editions: `-D edition=instructor`, with an output folder and doctrees of its own

edition = "student"
article = os.environ.get("ARTICLE", "")  # the reader's own copy of the article adds a page with its text

# Strictness: a reference to nothing is a warning, and a warning fails the build where -W is given

nitpicky = True

# HTML

html_theme = "sphinx_book_theme"
html_title = project
html_favicon = "exercises/sphinx_ext/static/favicon.svg"  # without one, browsers ask for a file that is not there
html_static_path = [
    "exercises/sphinx_ext/static",
    "exercises/sphinx_ext/typst/fonts/OFL.txt",
]  # the font's licence goes with it
template_bridge = "exercises.sphinx_ext.tidy.Pages"
templates_path = ["exercises/sphinx_ext/templates"]
# Classic, since a module does not load from disk; seen when it has run, so that nothing moves.
html_js_files = [("site.js", {"defer": "defer", "blocking": "render"})]
html_additional_pages = {
    "index": "forward.html",  # the site's first page forwards to the course
    "search": "search.html",
    "404": "404.html",
}
html_extra_path = ["exercises/sphinx_ext/extra"]  # robots.txt
html_sidebars = {"**": []}
# What the theme would draw is in our own layout.html: drawn twice a page, and with scripts of its own, it is slow.
html_theme_options = {
    option: []
    for option in (
        "navbar_start",
        "navbar_center",
        "navbar_end",
        "navbar_persistent",
        "article_header_start",
        "article_header_end",
        "article_footer_items",
        "footer_start",
        "footer_end",
        "footer_content_items",
        "primary_sidebar_end",
        "secondary_sidebar_items",
    )
}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
html_scaled_image_link = False  # a figure is no link to itself
html_last_updated_fmt = None  # a date would make two builds differ
html_permalinks = False  # site.js adds them: 20 to a page, and of no use to one who only reads

# EPUB: `-b epub`; what of it is code is in exercises/sphinx_ext/epub

version = "1"  # a book must give one
epub_basename = "said-a-source"
epub_description = "An open course on reading sourced reporting, with exercises and their answers."
epub_contributor = author
epub_identifier = epub_uid = "said-a-source"
epub_css_files: list[str] = []
epub_post_files = [("answers.xhtml", "Answers to the practice exercises")]
epub_exclude_files = [".edition"]  # what a build notes down for the next
epub_show_urls = "no"
epub_tocscope = "includehidden"
epub_tocdup = False
epub_tocdepth = 2
