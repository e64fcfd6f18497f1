# What there is to do here. `make help` lists it; every target works in a fresh clone.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$name; break; }; done)
BIN := .venv/bin
LOCK := requirements.lock
LOWEST := requirements-lowest.txt

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check format bench mutate lock clean environment

help:  ## list what there is to do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1|/' \
		| while IFS='|' read -r name words; do printf '  make %-12s %s\n' "$$name" "$$words"; done

demo: environment  ## serve a made-up school with eight cases; prints its address and log-ins
	@$(BIN)/python -m yipplugin.demo

demo-reset:  ## throw away what was done in the demo
	@rm -rf .demo
	@echo "The demo's data is gone; 'make demo' makes it anew."

test: environment  ## run every test; some need Chromium, some PostgreSQL
	@$(BIN)/python -m pytest -n auto --dist loadscope $(ARGS)

check: environment  ## look at layout, style and types, as .ci/run does
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: environment  ## lay the code out as 'make check' wants it
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: environment  ## measure what people wait for
	@$(BIN)/python -m benchmarks

mutate: environment  ## break what decides, proves and seals, bit by bit, and list what no test noticed
	@$(BIN)/mutmut run --max-children 1 $(ARGS)
	@$(BIN)/mutmut results | grep -v 'not checked' || echo "A test noticed every one of them."

COMPILE := $(BIN)/uv pip compile setup.cfg --extra test --python-version 3.11 --generate-hashes --no-strip-extras \
	--upgrade --no-header --quiet

lock: environment  ## work out both lists of packages anew from setup.cfg
	@$(COMPILE) --extra browser --extra dev --extra pdf --universal -o $(LOCK)
	@$(COMPILE) --resolution lowest-direct -o $(LOWEST)
	@echo "Written: $(LOCK) and $(LOWEST). Run .ci/run before you commit them."

clean:  ## remove what was built; the demo's data stays
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when the lock differs from the one it was made from, and the project
# is put into it again when its own packaging does. Contents count, not dates: a clone has new dates.
environment:
	@cmp -s $(LOCK) .venv/made-from.lock || $(MAKE) --no-print-directory fresh-environment
	@cmp -s setup.cfg .venv/made-from.cfg || { \
		echo "Putting yipplugin itself into .venv ..."; \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . \
		&& cp setup.cfg .venv/made-from.cfg; }

.PHONY: fresh-environment
fresh-environment: PYTHON := $(PYTHON)
fresh-environment:
	@test -n "$(PYTHON)" || { \
		echo "yipplugin needs Python 3.11 or later, and there is none here."; \
		echo "  Debian, Ubuntu: apt-get install python3 python3-venv      elsewhere: python.org"; \
		echo "  or name one that you have: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is older than 3.11, or no Python: yipplugin needs 3.11 or later."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python cannot make environments: its venv module is not installed."; \
		echo "  Debian, Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making .venv from $(LOCK) with $$($(PYTHON) --version); once, for a minute or so ..."
	@$(PYTHON) -m venv --clear .venv
	@{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off \
		--require-hashes -r $(LOCK) 2>&1 || touch .venv/failed; } \
		| sed -u -nE 's/^Collecting ([^ ]+).*/  \1/p; /^(ERROR|Installing|Successfully)/p'
	@test ! -e .venv/failed || { \
		echo "The packages could not be installed. Is the package index (PyPI) within reach?"; exit 1; }
	@cp $(LOCK) .venv/made-from.lock
