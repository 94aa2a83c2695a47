# make run    serve the demonstration on 127.0.0.1 (PORT=8000)
# make test   every check and every test
# make test-deep  everything in full, each test on both databases: ten thousand examples, two hundred rounds, every way to ask
# make check  the checks alone
# make bench  the ratios of docs/benchmark.md (BENCH="--rows 300000 --system sqlite" for a part)
# make lock   renew the pinned requirements (needs uv)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.PHONY: run test test-deep check bench lock clean
.ONESHELL:

PORT ?= 8000
# One more than there are processors: now and then one waits for its database or its browser.
WORKERS ?= $(shell expr $$(nproc) + 1)
export SAIENE_INSTANCE ?= instance
# Where the surroundings forbid it, every process of the tests would compile all of the product and its libraries anew.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
TEMPLATES := $(wildcard templates)

run:
	@.ci/environment requirements.txt
	@export SAIENE_DEMONSTRATION=1 PORT=$(PORT) SAIENE_PUBLIC_URL=http://127.0.0.1:$(PORT)
	mkdir -p "$$SAIENE_INSTANCE"
	[ -e "$$SAIENE_INSTANCE/settings.toml" ] || echo 'demonstration = true' >"$$SAIENE_INSTANCE/settings.toml"
	$(BIN)/flask db upgrade
	$(BIN)/flask items import >/dev/null
	$(BIN)/flask demo load
	$(BIN)/flask demo welcome
	# The server, and beside it the worker that makes large files; whichever way one ends, both do.
	trap 'kill $$(jobs -p) 2>/dev/null; wait' EXIT
	trap 'exit 0' INT TERM
	$(BIN)/flask jobs work --keep-running &
	$(BIN)/gunicorn --config python:blueprints.serving --bind "127.0.0.1:$(PORT)" wsgi:app &
	wait -n

# Tests live on small objects all over the memory. Held in large pages that are kept (glibc's malloc, not Python's own),
# they take half the time where memory is virtual twice over, as in most clouds.
test test-deep check: export PYTHONMALLOC := malloc
test test-deep check: export GLIBC_TUNABLES := glibc.malloc.hugetlb=1:glibc.malloc.trim_threshold=2000000000:glibc.malloc.mmap_threshold=2000000000

test: check
	@$(BIN)/pytest -n $(WORKERS)

test-deep:
	@.ci/environment requirements-dev.txt
	@SAIENE_DEEP=1 $(BIN)/pytest -n $(WORKERS)

check:
	@.ci/environment requirements-dev.txt
	@$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet $(TEMPLATES)
	.ci/migrations

bench:
	@.ci/environment requirements-dev.txt
	$(BIN)/python -m tests.bench --folder "$$SAIENE_INSTANCE/bench" $(BENCH)

lock:
	@.ci/lock

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
