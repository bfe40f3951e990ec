"""`make bench` [ONLY=name]; see `tests/measuring.py`."""

import sys

import tests.benchmarks
from tests.measuring import run

if __name__ == "__main__":
    sys.exit(run(tests.benchmarks, sys.argv[1:]))
