"""The short version of `import.kill`."""

from tests.faults.import_kill import broken_promises


def test_a_file_whose_workers_are_killed_ends_the_same(transactional_db, smtp) -> None:
    assert broken_promises(smtp, students=1_200) == 0
