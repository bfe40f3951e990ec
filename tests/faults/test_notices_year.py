"""The short version of `notices.year`: every zone, an outage, both changing days."""

import pytest

from tests.faults.notices_year import lived


@pytest.mark.clock
def test_a_years_notices_arrive_once_and_in_their_minute(db: None) -> None:
    found = lived(schools=7, sessions=4, staff=3)
    assert found.notices > 7 * 4 * 3 * 4
    assert (found.broken, found.off_minute) == (0, 0), found
