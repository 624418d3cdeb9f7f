# Everything a developer runs. Needs Python 3.11 or newer, make and git; the rest goes into .venv.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN = .venv/bin
LOCKED = .venv/.locked
# Babel collects, checks and compiles the catalogues: nobody needs GNU gettext.
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard locale/*/*/LC_MESSAGES/django.po))
# Checks look at the code, so they get a key and a database of their own that last as long as they do.
CHECK = SECRET_KEY=checks-only DATABASE_URL=sqlite://:memory:
# Tests run on every core, up to eight: each worker has a database and a browser of its own. ARGS="-n 0" is one by one.
# A worker that crashes fails the run and is not replaced: the next would be given the same test, and so on for ever.
SPREAD = -n logical --maxprocesses 8 --dist loadgroup --max-worker-restart 0
COMPILE = --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

.PHONY: help setup demo test lint format strings bench faults soak css lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(LOCKED) $(CATALOGUES) ## make .venv and install what requirements-dev.txt locks, when it has changed

$(LOCKED): requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) found: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: name a newer one: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) lacks venv: install it (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $(LOCKED)

%.mo: %.po $(LOCKED)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

demo: setup ## try everything on this machine with made-up families (PORT=8000)
	@exec $(BIN)/python manage.py demo --port $(PORT)

test: setup ## run every test, then the heart once more on SQLite (ARGS="-k stop" for the first run)
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.liblouis
	$(BIN)/python -m pytest $(SPREAD) $(ARGS)
	DATABASE_URL=sqlite://:memory: $(BIN)/python -m pytest -q $(SPREAD) -m heart

lint: setup ## check style, types, imports, templates, container files and migrations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(CHECK) $(BIN)/mypy
	@for room in */__init__.py; do room=$${room%/*}; test "$$room" = tests || grep -q "^    \"$$room\",$$" pyproject.toml || { echo "Room $$room is missing from root_packages in pyproject.toml" >&2; exit 1; }; done
	$(BIN)/lint-imports
	$(BIN)/djlint --check templates
	$(BIN)/djlint --lint templates
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/hadolint Dockerfile
	$(CHECK) $(BIN)/python manage.py makemigrations --check --dry-run
	$(CHECK) $(BIN)/python manage.py catalogues check

format: setup ## put code and templates into their form
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/djlint --reformat templates

strings: setup ## collect the strings to translate into locale
	$(CHECK) $(BIN)/python manage.py catalogues update

bench: setup ## measure every goal of speed (SIZES=10000 for a short look; BIG=1, ONLY=planning,texts)
	@exec $(BIN)/python -m bench

faults: setup ## break the whole service in every way we know, and count what its promises came to (SEED=1-10 NUDGES=20000 KILLS=500)
	@exec $(BIN)/python -m faults

soak: setup ## run the whole service for an hour at a steady rate, and draw what grows (SECONDS=3600 RATE=20)
	@exec $(BIN)/python -m faults.soak

css: ## build static/css and static/fonts from styles/ (needs Node 20 or newer; what it builds is committed)
	@command -v npm >/dev/null || { echo "Building the styles needs Node 20 or newer with npm" >&2; exit 1; }
	npm ci --ignore-scripts --no-audit --no-fund
	node styles/build.mjs

lock: ## renew both lock files from requirements.in and requirements-dev.in (needs uv)
	@if $(BIN)/python -m uv --version >/dev/null 2>&1; then uv="$(BIN)/python -m uv"; \
	elif command -v uv >/dev/null; then uv=uv; \
	elif command -v pipx >/dev/null; then uv="pipx run uv"; \
	else echo "Locking needs uv: .venv/bin/pip install uv, or install uv or pipx" >&2; exit 1; fi; \
	for name in requirements requirements-dev; do \
		echo "locking $$name.txt"; $$uv pip compile $$name.in $(COMPILE) --output-file $$name.txt || exit 1; \
	done

clean: ## remove .venv and every cache, but not var, where a demo keeps its data
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
