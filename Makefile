# Each target does its own set-up and is quick the second time. Nothing needs to be installed beforehand but python3 and make.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check bench lock messages clean catalogues

V := .venv
PY := $(V)/bin/python
PORT ?= 8000
NAME ?=
ROOM ?=
ARGS ?=

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(V)/.run catalogues ## build .venv, with the command line .venv/bin/zhilian

demo: setup ## a whole district on http://localhost:8000, with the sign-ins of its people (or PORT=…)
	@$(V)/bin/zhilian demo --port $(PORT)

serve: setup ## this installation on http://localhost:8000 (or PORT=…)
	@$(V)/bin/zhilian serve --port $(PORT)

test: $(V)/.dev catalogues ## every test on SQLite and PostgreSQL, and the journeys in a browser (ARGS="-k name")
	@$(PY) -m tools.test $(ARGS)

check: $(V)/.dev catalogues ## format, lint, types, import rule, house rules, migrations, catalogues, sizes
	@$(PY) -m tools.check

bench: $(V)/.dev catalogues ## the measured claims: a list, or one of them by NAME
	@$(PY) -m benchmarks $(NAME) $(ARGS)

messages: $(V)/.dev ## add new strings of the source to the catalogues (ROOM=cases for one room)
	@$(PY) -m tools.catalogues update $(ROOM)

lock: $(V)/.run ## choose versions anew within requirements*.in
	@for name in requirements-boot requirements requirements-dev; do \
	  $(V)/bin/uv pip compile -q --no-config --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --upgrade $$name.in -o $$name.txt || exit 1; \
	done

clean: ## remove what make made (never var/, where the data is)
	rm -rf $(V) .cache
	find zhilian tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	find zhilian -name '*.mo' -delete

catalogues: $(V)/.run
	@$(PY) -m tools.catalogues compile

$(V)/.run: requirements.txt requirements-boot.txt tools/venv.sh
	@tools/venv.sh requirements.txt $@

$(V)/.dev: requirements-dev.txt $(V)/.run
	@tools/venv.sh requirements-dev.txt $@
