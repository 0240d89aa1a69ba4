# For contributors. With Python 3.11 or newer, pip and make, these two commands do everything:
#
#   make site    install what a build needs, and build site/ from content/
#   make test    install the rest, including a Chromium and a Firefox if there is none, and run every check and test
#
# The environment is .venv/. It has a stamp for each installed requirement file, so each file is installed
# once, and again only if it changes. Every program is called as `python -m`, because the scripts in .venv/bin
# contain absolute paths, which break when the folder is moved.

PYTHON ?= python3

VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all:
COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock'

.PHONY: help site serve check test docs soak reliability bench pictures look golden gallery words languages cert lint chromium firefox lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:  ## list the commands (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

site: $(VENV)/.site-ready  ## build site/ from content/; options in ARGS, such as ARGS="--strict"
	@$(PY) build.py build $(ARGS)

serve: $(VENV)/.site-ready  ## preview the site; pages update when you save
	@$(PY) build.py serve $(ARGS)

check: $(VENV)/.site-ready  ## report all errors and suggestions for content/
	@$(PY) build.py check $(ARGS)

test: $(VENV)/.test-ready chromium firefox lint docs  ## lint, build the docs and run every test; select with ARGS="-k words"
	$(PY) -m pytest -n auto $(ARGS)

docs: $(VENV)/.docs-ready  ## build the documentation as a website in build/docs/
	@$(PY) scripts/docs_site.py

soak: $(VENV)/.test-ready chromium firefox  ## run at full size the tests that `make test` shortens
	CUECARD_SOAK=1 $(PY) -m pytest -n auto $(ARGS)

reliability: $(VENV)/.test-ready  ## run these tests and renew the figures in docs/reliability.md
	@CUECARD_SOAK=1 $(PY) scripts/reliability.py

bench: $(VENV)/.test-ready  ## measure builds (against Hugo), cards and the preview; ARGS="--routines 50,500 10000"
	@$(PY) benchmarks/builds.py $(ARGS)
	@$(PY) benchmarks/cards.py
	@$(PY) benchmarks/serve.py $(or $(lastword $(ARGS)),1000) 5

pictures: $(VENV)/.test-ready chromium  ## renew the README's pictures
	@$(PY) scripts/pictures.py

look: $(VENV)/.test-ready chromium  ## write contact sheets of all pages, cards and figures to look/, to look at
	@$(PY) scripts/look.py

golden: $(VENV)/.test-ready  ## renew tests/golden/site, what users get of a small project, for `git diff` to show
	@$(PY) tests/goldens.py

gallery: $(VENV)/.test-ready  ## renew docs/poses.md, the gallery of figures, and its pictures
	@$(PY) scripts/poses.py

words: $(VENV)/.site-ready  ## renew the tables of words in docs/handbook/words.md
	@$(PY) scripts/words.py

languages: $(VENV)/.site-ready $(VENV)/.languages-ready  ## compile cuecard/languages/*.yaml with facts of CLDR
	@$(PY) scripts/make_languages.py

cert: $(VENV)/.site-ready  ## print which items of CERT and TIDieR each routine states; ARGS="--complete knee-strength"
	@$(PY) scripts/cert_table.py $(ARGS)

lint: $(VENV)/.test-ready  ## check style, format and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

chromium: $(VENV)/.test-ready  ## find or install a Chromium for the browser tests
	@$(PY) tests/browser.py

firefox: $(VENV)/.test-ready  ## find or install a Firefox for the tests of printed cards
	@$(PY) tests/firefox.py

lock: $(VENV)/.lock-ready  ## renew requirements/ from pyproject.toml; UPGRADE=1 takes the newest versions
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/site.txt pyproject.toml
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/test.txt -c requirements/site.txt pyproject.toml --group dev
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/docs.txt -c requirements/test.txt --group docs
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/lock.txt --group lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/languages.txt --group languages

clean:  ## delete the environment, the caches and everything that was built
	rm -rf $(VENV) look .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .cuecard-cache build dist
	find site -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	find build.py cuecard scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up -----------------------------------------------------------------------------------------------

$(VENV)/.%-ready: requirements/%.txt | $(PY)
	@echo "Setting up: installing $< into $(VENV)/"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(INSTALL) -r $<
	@touch $@

# If python3 is too old, a newer one on the PATH is used, unless PYTHON is set on the command line.
# Debian's Python has no ensurepip, which `-m venv` needs. There, Debian's own pip installs pip.
$(PY):
	@for python in "$(PYTHON)" $(if $(filter file,$(origin PYTHON)),python3.14 python3.13 python3.12 python3.11); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Setting up: $(VENV)/ with $$("$$python" --version)"; \
		"$$python" -m venv --clear $(VENV) >/dev/null 2>&1 && exit; \
		"$$python" -m venv --clear --without-pip $(VENV) && \
			"$$python" -m pip --python $(PY) install --quiet --disable-pip-version-check pip; exit; \
	done; \
	echo 'Cuecard needs Python 3.11 or newer; "$(PYTHON)" is' \
		"$$("$(PYTHON)" --version 2>/dev/null || echo not found)." \
		"Name another one: make PYTHON=/path/to/python3.12" >&2; \
	exit 1
