# Everything to do with a checkout. On a fresh machine with Python 3.11+ and make:
#   make demo   a lively demonstration on http://localhost:8000
#   make test   every check and every test

PYTHON ?= python3
BIN := .venv/bin
PO := $(wildcard src/gehoord/*/locale/nl/LC_MESSAGES/django.po src/gehoord/*/*/locale/nl/LC_MESSAGES/django.po)
PYTEST := $(BIN)/python -m pytest

.PHONY: demo test check run bench install services lock format clean test-fast test-services test-browser test-classifier

demo: install
	$(BIN)/gehoord demo

run: install
	$(BIN)/gehoord migrate --verbosity 0
	$(BIN)/gehoord collectstatic --noinput --verbosity 0
	$(BIN)/gehoord serve

# ── Tests ─────────────────────────────────────────────────────────────────────────────────
# `worksteal`: neighbours run in one process, for they share what takes long to make.
test: services check test-fast test-services test-browser

test-fast: .venv/.dev
	$(PYTEST) -n 2 --dist worksteal -m "not browser and not services"

# The same tests on PostgreSQL and Redis, and those that only make sense there; not those which
# neither can change (see the conftest). Many wait for a server: a third process works meanwhile.
test-services: .venv/.dev
	$(BIN)/python -m tests.with_services $(PYTEST) -n 3 --dist worksteal -m "not browser and not alone" --ignore=tests/tone

# One after the other: a browser and its server fill two processors, and two of each only wait.
test-browser: .venv/.dev
	$(PYTEST) -m browser tests/browser

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	GEHOORD_SECRET_KEY=check $(BIN)/gehoord makemigrations --check --dry-run --verbosity 1

format: .venv/.dev
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

# A reader around a classifier: its libraries are too large for every run of the tests.
test-classifier: .venv/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/classifier.in
	GEHOORD_REQUIRE_CLASSIFIER=1 $(PYTEST) tests/tone/test_readers_classifier.py

bench: .venv/.dev
	$(BIN)/python -m bench

# ── Installing ────────────────────────────────────────────────────────────────────────────
install: .venv/.installed $(PO:.po=.mo)

.venv/.installed: requirements/base.txt requirements/build.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.installed requirements/dev.txt $(PO:.po=.mo)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

%.mo: %.po | .venv/.installed
	$(BIN)/pybabel --quiet compile --locale nl --input-file $< --output-file $@

# Browser and servers for the tests: Debian's own, when we may install them.
services:
	@./tests/install_services.sh

# New versions, with their hashes. No index address ends up in the files.
LOCK := $(BIN)/python -m uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header
lock: .venv/.installed
	$(BIN)/pip install --quiet uv
	cd requirements && for name in base build dev endpoint; do ../$(LOCK) $$name.in -o $$name.txt || exit 1; done

clean:
	rm -rf .venv data static-collected build src/gehoord.egg-info
