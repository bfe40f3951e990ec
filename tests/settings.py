"""The site's own settings, with every file, database and Redis of a test run in one folder that goes away with it.

Several runs on one machine never meet: each has its folder, and in it each parallel worker its database and Redis.
"""

import hashlib
import os
import tempfile
from pathlib import Path

if "SOLSTICE_TEST_RUN" not in os.environ:
    os.environ["SOLSTICE_TEST_RUN"] = tempfile.mkdtemp(prefix="solstice-")
    os.environ["SOLSTICE_TEST_OWNER"] = str(os.getpid())
RUN_DIR = Path(os.environ["SOLSTICE_TEST_RUN"])
ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

# children of a test (live server, worker) get these from their parent; everybody else gets the run's own
os.environ.setdefault("VAR_DIR", str(RUN_DIR))
os.environ.setdefault("DATABASE_URL", f"sqlite:///{RUN_DIR}/unused.sqlite3")
os.environ["REDIS_URL"] = os.environ.get("SOLSTICE_TEST_REDIS", f"unix://{RUN_DIR}/{WORKER}.sock")
os.environ["DEBUG"] = "1"  # static files come from the finders; the test runner turns debug pages off itself
os.environ["SECOND_FACTOR_REQUIRED"] = "0"

from reflection_site.settings import *  # noqa: E402, F403
from reflection_site.settings import DATABASES  # noqa: E402


def migrated_dir() -> Path:
    """Named by what a migrated database is made of, so that it is never an old one."""
    made_of = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/defaults/**/*.json"), *ROOT.glob("requirements/*.txt")]
    told = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(made_of))).hexdigest()[:16]
    folder = ROOT / ".pytest_cache" / "migrated" / told
    folder.mkdir(parents=True, exist_ok=True)
    return folder


PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_is_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# where one database is migrated for all: for every run until a migration changes, for this one where the server goes
MIGRATED_DIR = migrated_dir() if _is_sqlite else RUN_DIR
# a file, so that WAL and immediate transactions are what is tested
_name = str(RUN_DIR / "test.sqlite3") if _is_sqlite else "test_solstice"
DATABASES["default"].setdefault("TEST", {})["NAME"] = _name
STATIC_ROOT = RUN_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# the live server serves them; the test client never does and would look for them again with every client
WHITENOISE_USE_FINDERS = "SOLSTICE_TEST_REDIS" in os.environ
# Django sets the process' zone to this, so it stands for the zone of the server
TIME_ZONE = os.environ.get("SOLSTICE_TEST_ZONE", "UTC")
