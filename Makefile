# `make run` starts the program, `make check` checks what most changes touch, `make test` everything.
# All prepare .venv by themselves, once per lock file.

PYTHON = .venv/bin/python
# Looked for without Python: what is to be installed depends on it. A file that cannot be read is said by the program.
IN_FILE = grep -Eqs "^[[:space:]]*(export[[:space:]]+)?BOT_TOKEN[[:space:]]*=[[:space:]]*['\"]?[^'\"[:space:]\#]" $(FILE)
FILE = '$(or $(ENV_FILE),.env)'
LIVE = $(or $(BOT_TOKEN),$(shell if $(IN_FILE) || { test -e $(FILE) && ! test -r $(FILE); }; then echo yes; fi))
READY = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

# One worker a core; whoever has nothing left takes over tests of the others.
PYTEST = $(PYTHON) -m pytest --numprocesses auto --dist worksteal
FAST = $(addprefix tests/,domain storage services exports handlers guards)

.PHONY: run check test types tests-of-check tests-of-test bench bench-quick

# On Telegram where BOT_TOKEN is set, with what that needs and nothing else; on the sandbox otherwise.
# PORT is the sandbox's (8015 if not given, 0: any free).
run: .venv/$(if $(LIVE),base,sandbox).stamp
	@exec $(PYTHON) main.py run $(if $(LIVE),,--sandbox $(if $(PORT),--port $(PORT)))

# import-linter is one of the tests, in tests/guards.
check test: .venv/dev.stamp
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) scripts/catalogue.py
	@$(MAKE) --no-print-directory --jobs=2 types tests-of-$@

# It keeps one core busy for more than a minute, for which the tests need not wait.
types:
	$(PYTHON) -m mypy

tests-of-check tests-of-test:
	$(PYTEST) $(if $(filter %-check,$@),$(FAST))

# How the program stands to floors and peers of the same run: all figures below 15 minutes, the first below two.
bench bench-quick: .venv/dev.stamp
	$(PYTHON) -m scripts.bench $(if $(filter bench,$@),--write,--quick)

# An installation that was cut off is begun anew: nobody knows how far it came.
.venv/%.stamp: requirements/%.lock
	@python3 -c '$(READY)' 2>/dev/null || \
	{ echo 'Cần python3 từ 3.11 trở lên kèm mô-đun venv (trên Debian: gói python3-venv).' >&2; exit 1; }
	@echo 'Đang cài đặt các thư viện theo $< vào .venv (chỉ thực hiện một lần cho mỗi phiên bản tệp này).'
	@if test -e .installing; then rm -rf .venv; fi
	@touch .installing
	@python3 -m venv .venv
	@$(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r $<
	@rm .installing
	@touch $@
