"""What every test may ask for.

people              the house of test people (`people.leader`, `people.school`, ...), see `people.py`
redis_url           a Redis of the run's own, empty; it is running in every test
smtp                a real mail server: `.messages`, `.to(address)`
worker              a real Celery worker on the same database, Redis and mail server
live                the address of a real web server (ASGI) on the same database
page, sign_in       guarded browser pages; `axe(page)`, `fits(page)`, `screenshot(page, name)` from `tests.browser`
count_queries       `with count_queries() as queries:` then `len(queries)`

Marks: browser, clock, postgres, sqlite (see `pyproject.toml`).
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import blocking_manager_key

from tests.browser import (  # noqa: F401
    browser_context_args,
    browser_type_launch_args,
    chromium,
    guard,
    open_context,
    page,
    sign_in,
)
from tests.services import (  # noqa: F401
    _empty_redis,
    _live,
    _redis,
    live,
    redis_url,
    smtp,
    smtp_server,
    worker,
)

_BROWSER_FIXTURES = {"page", "sign_in", "open_context", "browser"}
_COMMITTING_FIXTURES = {"transactional_db", "live", "worker"}
_DATABASE_FIXTURES = {"db", "django_db_setup"} | _COMMITTING_FIXTURES
# Playwright's driver runs a loop in this thread, which Django would take for asynchronous code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        from reflection_site.catalogue import compile_catalogues

        compile_catalogues(Path(__file__).resolve().parent.parent)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what needs a browser, and skips (with the reason in the summary) what cannot run here."""
    from django.db import connection

    vendor, found = connection.vendor, chromium()
    if not found and os.environ.get("CI") == "true" and vendor == "sqlite":
        found = "missing, and under CI that fails"
    for item in items:
        if _BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if _COMMITTING_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db(transaction=True), append=False)
        marks = {mark.name for mark in item.iter_markers()}
        if "browser" in marks and vendor != "sqlite":
            item.add_marker(pytest.mark.skip(reason="browser tests run on SQLite only"))
        elif "browser" in marks and not found:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
        if "postgres" in marks and vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="asks PostgreSQL; runs there"))
        if "sqlite" in marks and vendor != "sqlite":
            item.add_marker(pytest.mark.skip(reason="asks SQLite; runs there"))
    # what takes longest begins first, so that no core waits for another at the end
    items.sort(key=lambda item: not item.path.match("tests/test_*.py") and not item.get_closest_marker("browser"))
    if vendor != "sqlite":
        without = [item for item in items if not asks_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if asks_database(item)]


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there now stays to the end: looking through it for garbage again and again took an eighth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def asks_database(item: pytest.Item) -> bool:
    """Whether it may ask the test database; it is shut to all others, so their run on SQLite says everything."""
    marks = {mark.name for mark in item.iter_markers()}
    return bool({"django_db", "postgres"} & marks or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_unconfigure(config: pytest.Config) -> None:
    if os.environ.get("SOLSTICE_TEST_OWNER") == str(os.getpid()):
        from tests import databases

        with config.stash[blocking_manager_key].unblock():
            databases.drop_migrated()
        shutil.rmtree(os.environ["SOLSTICE_TEST_RUN"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of this worker's own, copied from the one that the first worker of the run migrates."""
    from django.test import TransactionTestCase

    from tests import databases

    # after a test that commits, in place of Django's flush
    TransactionTestCase._fixture_teardown = lambda test: databases.refill()
    with django_db_blocker.unblock():
        databases.take_copy()
        yield
        databases.drop_copy()


@pytest.fixture(autouse=True)
def _nothing_drawn() -> None:
    """The rooms of one test have the keys of another's."""
    from django.core.cache import caches

    caches["rooms"].clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The language of a test's last request ends with the test."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture
def people(db: None) -> Any:
    """Two schools and one person of each role; relationships began a hundred days ago."""
    from tests import moments
    from tests.people import build_people

    return build_people(moments.today())


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[Any]]:
    """The queries of a block: `with count_queries() as queries: ...`, `len(queries)`, `queries.captured_queries`."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)
