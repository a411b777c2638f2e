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
templates_path = ["exercises/sphinx_ext/templates"]
html_css_files = ["course.css"]
html_js_files = [("exercises.js", {"defer": "defer"})]  # classic, since a module does not load from disk
html_additional_pages = {"index": "forward.html"}  # the site's first page forwards to the course
html_sidebars = {"**": ["navbar-logo.html", "search-button-field.html", "course-nav.html"]}
html_theme_options = {
    "navbar_persistent": [],  # the search field stands in the sidebar
    "show_toc_level": 2,
    "toc_title": "On this page",
    "use_download_button": False,  # it offers page sources, and we ship none
    "use_fullscreen_button": False,
}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_search_summary = False  # excerpts are fetched, which fails from disk
html_use_index = False
html_domain_indices = False
html_scaled_image_link = False  # a figure is no link to itself
html_last_updated_fmt = None  # a date would make two builds differ
html_permalinks_icon = "#"
