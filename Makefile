# Every target sets itself up on a machine that has Python 3.11 with venv and nothing else.

# A name on the PATH is not enough: version managers put names there that start nothing.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
ifeq ($(PYTHON),)
$(error Backcast needs Python 3.11 or newer; name yours: make PYTHON=/path/to/python3)
endif
SETUP = $(PYTHON) -m deploy.environment
BIN = .venv/bin
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# PORT moves the site, and with it the address in its links.
HERE = $(if $(PORT),BACKCAST_PORT=$(PORT) BACKCAST_BASE_URL=$${BACKCAST_BASE_URL:-http://127.0.0.1:$(PORT)})
# Whoever starts it at a terminal wants to read what to open, not a line for each request.
FOR_PEOPLE = BACKCAST_LOG_FORMAT=$${BACKCAST_LOG_FORMAT:-text} BACKCAST_LOG_LEVEL=$${BACKCAST_LOG_LEVEL:-WARNING}

.DEFAULT_GOAL := help
.PHONY: help run test faults services bench lint format docs sbom lock clean ready-run ready-dev

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r target text; do printf '  make %-9s %s\n' "$$target" "$$text"; done

run: ready-run ## Run everything in one process with a demo community (PORT, BACKCAST_DATA)
	@exec env $(HERE) $(FOR_PEOPLE) $(BIN)/backcast up --demo

test: ready-dev ## Run the whole test suite; starts PostgreSQL and RabbitMQ where it can
	@exec $(BIN)/python -m deploy.suite everything $(ARGS)

faults: ready-dev ## Kill, cut and starve everything, ten minutes long (CUT=short: what CI runs)
	@exec env BACKCAST_CUT=$(or $(CUT),full) $(BIN)/python -m deploy.suite faults $(ARGS)

services: ready-dev ## Run the three services as six processes with PostgreSQL and RabbitMQ, without Docker
	@exec $(BIN)/python -m deploy.local

bench: ready-dev ## Measure, print a table and write build/bench.json (ARGS=events.publish chooses)
	@exec $(BIN)/python -m tests.benchmarks $(ARGS)

lint: ready-dev ## Check format, lint rules, types and the rule of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: ready-dev ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: ready-dev ## Write docs/asyncapi.json, docs/schemas/ and the tables of docs/events.md from the contracts
	$(BIN)/python -m deploy.documents

sbom: ## Write build/sbom.json: what an installation is made of, in CycloneDX's form
	$(PYTHON) -m deploy.sbom build/sbom.json

lock: ready-dev ## Make the locks in requirements/ again (UPGRADE=--upgrade takes newer releases)
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) $(UPGRADE) --extra build --extra otel --extra s3 --extra test pyproject.toml -o requirements/dev.txt
	$(COMPILE) $(UPGRADE) --extra build --constraint requirements/dev.txt pyproject.toml -o requirements/run.txt
	$(COMPILE) $(UPGRADE) --extra build --extra otel --constraint requirements/dev.txt pyproject.toml -o requirements/otel.txt
	$(COMPILE) $(UPGRADE) --extra build --extra s3 --constraint requirements/dev.txt pyproject.toml -o requirements/s3.txt
	for each in requirements/*/*.in; do $(COMPILE) $(UPGRADE) "$$each" -o "$${each%in}txt" || exit; done

clean: ## Remove everything that was built or installed here, but not data/
	@for kept in build/servers/*/place.json; do test ! -e "$$kept" || $(PYTHON) -m deploy.servers remove --folder "$${kept%/place.json}"; done
	rm -rf .venv build node_modules shared/http/static/built .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .setup-lock

ready-run:
	@$(SETUP) run

ready-dev:
	@$(SETUP) dev
