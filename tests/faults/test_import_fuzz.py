"""The short version of `import.fuzz`."""

from tests.faults.import_fuzz import broken_promises


def test_a_broken_file_is_read_or_refused_and_the_worker_lives() -> None:
    assert broken_promises(200, seed=1_000_000) == []
