# `make` or `make help` lists what there is. Everything sets itself up first.
.DEFAULT_GOAL := help
.PHONY: help demo test test-deep check bench bench-peers migration assets tour lock set-up set-up-dev
python := .venv/bin/python
export PYTHON

help: ## list what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: set-up ## four communities, a round each, explained; then the app until Ctrl-C
	@.venv/bin/acorns demo --yes $(ARGS)

test: set-up-dev ## every test but the long campaigns
	@$(python) -m pytest -n 2 --dist loadgroup -m "not deep" $(ARGS)

test-deep: set-up-dev ## the long campaigns too; hours, not minutes
	@HYPOTHESIS_PROFILE=deep $(python) -m pytest -n 2 --dist loadgroup $(ARGS)

check: set-up-dev ## lint, layout, types
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy

migration: set-up-dev ## draft a migration from the tables; NAME="what it changes"
	@$(python) -m ruff format $$($(python) -m api.migrations "$(NAME)")

# What it builds is committed: whoever installs or tests needs no Node.
assets: ## build what the pages look like, with Node 18 or later
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@npm run --silent build

tour: set-up-dev ## take the pictures of docs/tour.md anew, from the small demo
	@PYTHONPATH=.:tests $(python) -m support.tour

bench: set-up ## the measured floors
	@.venv/bin/acorns bench $(ARGS)

bench-peers: set-up ## install those whom the bench compares with
	@sh requirements/install bench

# The only way that pins change; UPGRADE=--upgrade looks for newer versions. No index
# address may enter: whoever installs uses the index that their own pip knows.
pin = $(python) -m uv pip compile --quiet --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --python-version 3.11 \
	--custom-compile-command "make lock" $(UPGRADE)
lock: set-up-dev ## pin what pyproject.toml and requirements/*.in ask for
	@$(pin) requirements/build.in --output-file requirements/build.txt
	@$(pin) pyproject.toml --constraint requirements/build.txt --output-file requirements/prod.txt
	@$(pin) requirements/dev.in --output-file requirements/dev.txt
	@$(pin) pyproject.toml --extra bench --constraint requirements/prod.txt \
		--output-file requirements/bench.txt

set-up:
	@sh requirements/install prod

set-up-dev:
	@sh requirements/install dev
