"""Whether anything was written since."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from reflection_site import changes
from teams.models import Network


@pytest.fixture
def thread(transactional_db: None) -> Any:
    """Another thread, with a connection of its own that is closed in the end."""
    with ThreadPoolExecutor(1) as one:
        yield one
        one.submit(connections.close_all).result()


def test_a_mark_stays_until_somebody_else_has_written(thread: Any) -> None:
    before = changes.mark()
    thread.submit(Network.objects.count).result()
    assert changes.mark() == before
    thread.submit(Network.objects.create, code="east", name="East").result()
    after = changes.mark()
    assert after != before
    thread.submit(lambda: Network.objects.filter(code="east").delete()).result()
    assert changes.mark() not in (before, after)


def test_another_connection_has_another_mark(transactional_db: None) -> None:
    before = changes.mark()
    connection.close()
    assert changes.mark() != before


def test_a_memory_lasts_until_somebody_else_has_written_or_its_end_has_come(thread: Any) -> None:
    memory = changes.Memory()
    memory.since("today")["found"] = 1
    assert memory.since("today") == {"found": 1}
    assert thread.submit(memory.since, "today").result() == {}
    thread.submit(Network.objects.create, code="east", name="East").result()
    assert memory.since("today") == {}
    memory.since("today")["found"] = 2
    assert memory.since("tomorrow") == {}
