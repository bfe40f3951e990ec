"""The short version of `notices.kill`."""

from tests.faults.notices_kill import broken_promises


def test_no_notice_is_lost_when_its_worker_is_killed(transactional_db, smtp) -> None:
    assert broken_promises(smtp, letters=12, kills=1) == 0
    assert len(smtp.messages) in {12, 13}
