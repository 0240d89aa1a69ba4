# On a machine with Python 3.11 or newer, its pip, and make, these two do everything:
#
#   make site    sets up what building needs, and makes site/ from content/
#   make test    sets up the rest, a Chromium too where none is found, and runs every check and test
#
# The environment is .venv/. A stamp in it for each requirement file tells that the file is installed:
# set-up is done once, and again only when the file changes. Everything is called as `python -m`, since
# the scripts in .venv/bin hold absolute paths, which break when the folder is moved.

PYTHON ?= python3

VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all:
COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock'

.PHONY: help site serve check test soak reliability bench pictures look golden gallery lint chromium lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:  ## tell what there is to make (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

site: $(VENV)/.site-ready  ## build site/ from content/; options in ARGS, such as ARGS="--strict"
	@$(PY) build.py build $(ARGS)

serve: $(VENV)/.site-ready  ## show the site while you write; a page follows each save
	@$(PY) build.py serve $(ARGS)

check: $(VENV)/.site-ready  ## tell every problem of the content, and what could be better
	@$(PY) build.py check $(ARGS)

test: $(VENV)/.test-ready chromium lint  ## lint, then run every test; choose some with ARGS="-k words"
	$(PY) -m pytest -n auto $(ARGS)

soak: $(VENV)/.test-ready chromium  ## run the tests that are cut short for `make test` at full size
	CUECARD_SOAK=1 $(PY) -m pytest -n auto $(ARGS)

reliability: $(VENV)/.test-ready  ## count what the tests do to the program, for docs/reliability.md
	@CUECARD_SOAK=1 $(PY) scripts/reliability.py

bench: $(VENV)/.test-ready  ## measure builds, beside Hugo, cards, and the preview; ARGS="--routines 50,500 10000"
	@$(PY) benchmarks/builds.py $(ARGS)
	@$(PY) benchmarks/cards.py
	@$(PY) benchmarks/serve.py $(or $(lastword $(ARGS)),1000) 5

pictures: $(VENV)/.test-ready chromium  ## make the README's pictures anew
	@$(PY) scripts/pictures.py

look: $(VENV)/.test-ready chromium  ## picture all that is shipped, as contact sheets in look/, to be looked at
	@$(PY) scripts/look.py

golden: $(VENV)/.test-ready  ## renew tests/golden/site, what users get of a small project, for `git diff` to show
	@$(PY) tests/goldens.py

gallery: $(VENV)/.test-ready  ## make docs/poses.md, the gallery of figures, with its pictures anew
	@$(PY) scripts/poses.py

lint: $(VENV)/.test-ready  ## check style, format and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

chromium: $(VENV)/.test-ready  ## find a Chromium for the browser tests, or install one
	@$(PY) tests/browser.py

lock: $(VENV)/.lock-ready  ## renew requirements/ from pyproject.toml; newest versions with UPGRADE=1
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/site.txt pyproject.toml
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/test.txt -c requirements/site.txt pyproject.toml --group dev
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/lock.txt --group lock

clean:  ## remove the environment, the caches and what was built
	rm -rf $(VENV) look .mypy_cache .pytest_cache .ruff_cache .hypothesis .cuecard-cache build dist
	find site -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	find build.py cuecard scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up -----------------------------------------------------------------------------------------------

$(VENV)/.%-ready: requirements/%.txt | $(PY)
	@echo "Setting up: installing $< into $(VENV)/"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(INSTALL) -r $<
	@touch $@

# Where python3 is too old, a newer one beside it is taken, unless PYTHON was named by the person who asks.
# Debian's Python comes without ensurepip, which `-m venv` needs: there its own pip puts one in.
$(PY):
	@for python in "$(PYTHON)" $(if $(filter file,$(origin PYTHON)),python3.14 python3.13 python3.12 python3.11); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Setting up: $(VENV)/ with $$("$$python" --version)"; \
		"$$python" -m venv --clear $(VENV) >/dev/null 2>&1 && exit; \
		"$$python" -m venv --clear --without-pip $(VENV) && \
			"$$python" -m pip --python $(PY) install --quiet --disable-pip-version-check pip; exit; \
	done; \
	echo 'Cuecard needs Python 3.11 or newer; "$(PYTHON)" is' \
		"$$("$(PYTHON)" --version 2>/dev/null || echo not to be found)." \
		"Name another one: make PYTHON=/path/to/python3.12" >&2; \
	exit 1
