# One command each. On a fresh machine only Python >= 3.11, make and a C compiler are needed.
SHELL = /bin/sh
PYTHON = .venv/bin/python
INSTALL = .venv/bin/uv pip install --quiet --python $(PYTHON) --require-hashes
.DELETE_ON_ERROR:
.PHONY: run test check bench faults catalogue

run: .venv/base
	@exec $(PYTHON) manage.py serve

test: .venv/dev
	@exec $(PYTHON) -m tests.run

check: .venv/dev
	@exec $(PYTHON) -m tests.check

bench: .venv/dev
	@exec $(PYTHON) -m tests.benchmarks.run $(ONLY)

faults: .venv/dev
	@exec $(PYTHON) -m tests.faults.run $(ONLY)

catalogue: .venv/dev
	@exec $(PYTHON) manage.py catalogue

# Stamps: what has not changed since it was installed costs nothing.
.venv/base: requirements/base.txt .venv/uv
	@echo "Installing what Solstice needs ..."
	@$(INSTALL) -r requirements/base.txt
	@touch $@

.venv/dev: requirements/dev.txt .venv/base
	@echo "Installing what tests and checks need ..."
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

.venv/uv: requirements/uv.txt
	@for python in python3.12 python3.11 python3.13 python3.14 python3 python; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Solstice needs Python 3.11 or newer, and none is on the PATH." >&2; exit 2; \
	fi; \
	if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		echo "Making .venv with $$($$found --version) ..."; \
		$$found -m venv --clear .venv || { \
			echo "$$found cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }; \
	fi
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@
