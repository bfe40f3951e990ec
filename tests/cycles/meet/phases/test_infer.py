"""What it may mean, under its own words in each protocol."""

from typing import Any

import pytest

from .test_written import begun


@pytest.mark.parametrize(
    ("protocol", "title"),
    [("data_dialogue", "Infer"), ("what_so_what", "So what?"), ("success_analysis", "What made it different")],
)
def test_each_protocol_asks_in_its_words(people: Any, session: Any, go_to: Any, protocol: str, title: str) -> None:
    assert go_to(begun(session, people, protocol), "infer").phase.title == title
