# make run    serve the demonstration on 127.0.0.1 (PORT=8000)
# make test   every check and every test
# make check  the checks alone
# make lock   renew the pinned requirements (needs uv)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.PHONY: run test check lock clean
.ONESHELL:

PORT ?= 8000
WORKERS ?= 2
export SAIENE_INSTANCE ?= instance
BIN := .venv/bin
TEMPLATES := $(wildcard templates)

run:
	@.ci/environment requirements.txt
	@export SAIENE_DEMONSTRATION=1 PORT=$(PORT) SAIENE_PUBLIC_URL=http://127.0.0.1:$(PORT)
	mkdir -p "$$SAIENE_INSTANCE"
	[ -e "$$SAIENE_INSTANCE/settings.toml" ] || echo 'demonstration = true' >"$$SAIENE_INSTANCE/settings.toml"
	$(BIN)/flask db upgrade
	$(BIN)/flask demo load
	$(BIN)/flask demo welcome
	# The server, and beside it the worker that makes large files; whichever way one ends, both do.
	trap 'kill $$(jobs -p) 2>/dev/null; wait' EXIT
	trap 'exit 0' INT TERM
	$(BIN)/flask jobs work --keep-running &
	$(BIN)/gunicorn --worker-class gthread --workers 1 --threads 32 --no-control-socket --limit-request-line 8190 --bind "127.0.0.1:$(PORT)" wsgi:app &
	wait -n

test: check
	@$(BIN)/pytest -n $(WORKERS)

check:
	@.ci/environment requirements-dev.txt
	@$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet $(TEMPLATES)
	.ci/migrations

lock:
	@.ci/lock

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
