"""The short version of `notices.kills`."""

from tests.faults.notices_kills import BEFORE_ANSWER, killed_at, killing_server


def test_no_notice_is_lost_when_its_worker_is_killed(transactional_db: None) -> None:
    with killing_server() as sink:
        found = killed_at(sink, BEFORE_ANSWER, 3)
    assert (found.broken, found.lost, found.kills >= 3) == (0, 0, True), found
