"""The site's own settings, with every file, database and Redis of a test run in one folder that goes away with it.

Several runs on one machine never meet: each has its folder, and in it each parallel worker its database and Redis.
"""

import os
import tempfile
from pathlib import Path

if "SOLSTICE_TEST_RUN" not in os.environ:
    os.environ["SOLSTICE_TEST_RUN"] = tempfile.mkdtemp(prefix="solstice-")
    os.environ["SOLSTICE_TEST_OWNER"] = str(os.getpid())
RUN_DIR = Path(os.environ["SOLSTICE_TEST_RUN"])
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

# children of a test (live server, worker) get these from their parent; everybody else gets the run's own
os.environ.setdefault("VAR_DIR", str(RUN_DIR))
os.environ.setdefault("DATABASE_URL", f"sqlite:///{RUN_DIR}/unused.sqlite3")
os.environ["REDIS_URL"] = os.environ.get("SOLSTICE_TEST_REDIS", f"unix://{RUN_DIR}/{WORKER}.sock")
os.environ["DEBUG"] = "1"  # static files come from the finders; the test runner turns debug pages off itself
os.environ["SECOND_FACTOR_REQUIRED"] = "0"

from reflection_site.settings import *  # noqa: E402, F403
from reflection_site.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# where one database is migrated for all: several runs may share it, one after another
MIGRATED_DIR = Path(os.environ.get("SOLSTICE_TEST_MIGRATED", RUN_DIR))
# a file, so that WAL and immediate transactions are what is tested
_file = MIGRATED_DIR / "test.sqlite3" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else "test_solstice"
DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_file)
STATIC_ROOT = RUN_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# the live server serves them; the test client never does and would look for them again with every client
WHITENOISE_USE_FINDERS = "SOLSTICE_TEST_REDIS" in os.environ
# Django sets the process' zone to this, so it stands for the zone of the server
TIME_ZONE = os.environ.get("SOLSTICE_TEST_ZONE", "UTC")
