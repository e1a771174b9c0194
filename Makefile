# `make` shows the targets. Each is thin: it calls an npm script or a program, and what it needs comes first.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

RIDETHROUGH := node dist/src/cli/main.js

.PHONY: help
help: ## show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | awk -F '\t' '{printf "  %-14s %s\n", $$1, $$2}'

.PHONY: run
run: setup ## play the shipped scenario: 100 cards, a storm in the evening, about a minute
	$(RIDETHROUGH) scenario run sim/scenarios/evening-storm.yaml --speed 400x

.PHONY: test
test: setup ## run all tests; what needs a missing program is skipped and says so
	npm run --silent test

.PHONY: setup
setup: build ## install and build, after which `npx ridethrough` works here

.PHONY: build
build: node_modules/.package-lock.json ## compile to dist/
	npm run --silent build

.PHONY: check
check: setup format-check lint layering espruino proto test ## everything CI runs, in its order

.PHONY: fmt
fmt: node_modules/.package-lock.json ## format the sources
	npm run --silent format

.PHONY: format-check
format-check: node_modules/.package-lock.json ## fail where the format is not the formatter's
	npm run --silent format:check

.PHONY: lint
lint: node_modules/.package-lock.json ## fail where a lint rule is broken
	npm run --silent lint

.PHONY: layering
layering: setup ## fail where a folder imports what its row of .layers.cjs does not name
	npm run --silent layering

.PHONY: espruino
espruino: setup ## build the bundles for boards into dist/espruino; fail where they leave the Espruino subset or a budget
	npm run --silent espruino:build
	npm run --silent espruino

.PHONY: proto
proto: node_modules/.package-lock.json ## lint proto/ and compare it with what was released
	npm run --silent proto

.PHONY: schema
schema: setup ## write the JSON Schemas of scenarios and board maps, for editors, to sim/scenarios and hil/boards
	$(RIDETHROUGH) scenario schema --out sim/scenarios/schema.json
	$(RIDETHROUGH) hil boards schema --out hil/boards/schema.json

.PHONY: fault-docs
fault-docs: setup ## write the page of all faults, from their tables, to sim/faults/README.md
	$(RIDETHROUGH) fault docs --out sim/faults/README.md

.PHONY: cover
cover: setup ## run the tests and show which lines they reach
	npm run --silent cover

.PHONY: bench
bench: setup ## measure speed and memory, each beside a peer or a floor; NAME=fleet-day, NAME="snmp modbus" choose
	npm run --silent bench -- $(NAME)

.PHONY: accuracy
accuracy: setup ## measure how accurate the battery is, beside Peukert and interpolation
	npm run --silent accuracy

.PHONY: fuzz
fuzz: setup ## feed a million seeded inputs to each parser; NAME=snmp, INPUTS=…, SEED=… choose
	npm run --silent fuzz

.PHONY: soak-log
soak-log: setup ## kill a writer of the event log 1,000 times and check what it had called safe
	npm run --silent soak-log

.PHONY: soak-fleet
soak-fleet: setup ## 5,000 cards in real time under random faults, two minutes; MINUTES=…, CARDS=…, SEED=… choose
	npm run --silent soak-fleet

.PHONY: live-view
live-view: setup ## measure in Chromium how smooth the live view is at 10,000 cards; CARDS=…, SECONDS=… choose
	npm run --silent live-view

.PHONY: sweep
sweep: setup ## cut the power in every operation of a firmware update, and in 100,000 lives by chance; RUNS=…, SEED=… choose
	npm run --silent sweep

.PHONY: mutants
mutants: setup ## break each ordering rule of a firmware update in turn, and show that the sweep catches it; NAME=… chooses
	npm run --silent mutants

.PHONY: scenario-mutants
scenario-mutants: setup ## leave out each step of each shipped scenario that does something, and show that the scenario then fails
	npx tsc -p tsconfig.json
	RIDETHROUGH_MUTANTS=all npx ava --timeout=10m test/sim/scenario/shipped-mutants.test.ts

.PHONY: sim
sim: setup ## run 100 cards in real time on an embedded broker, until Ctrl-C
	$(RIDETHROUGH) sim --cards 100

.PHONY: package-smoke
package-smoke: setup ## pack, install the package in an empty folder, run it
	npm run --silent package-smoke

.PHONY: clean
clean: ## remove what was built and measured, not what was installed
	rm -rf dist .cache coverage runs

.PHONY: node
node:
	@command -v node >/dev/null || { echo 'Ridethrough needs Node 20.19 or newer: install it from https://nodejs.org/' >&2; exit 1; }
	@node .ci/require-node.cjs

# npm writes this file when it installs; the lock file is newer when what is installed is stale.
node_modules/.package-lock.json: package-lock.json | node
	npm ci --no-audit --no-fund
	touch $@
