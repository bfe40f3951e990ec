"""`make faults` [ONLY=name]; see `tests/measuring.py`."""

import sys

import tests.faults
from tests.measuring import run

if __name__ == "__main__":
    sys.exit(run(tests.faults, sys.argv[1:]))
