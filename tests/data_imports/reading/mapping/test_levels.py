"""The order of level words."""

import pytest

from data_imports.reading.mapping.levels import are_known, ordered


@pytest.mark.parametrize(
    ("seen", "words", "met", "is_sure"),
    [
        ({"Below Basic", "Basic"}, ("Below Basic", "Basic", "Proficient", "Advanced"), 3, True),
        (
            {"Demonstrating Readiness", "Emerging Readiness", "Approaching Readiness"},
            ("Emerging Readiness", "Approaching Readiness", "Demonstrating Readiness"), 3, True,
        ),
        ({"On Track", "Out of Range"}, ("Needs Support", "Monitor", "On Track"), 3, True),
        ({"Level 3", "Level 1", "Level 2"}, ("Level 1", "Level 2", "Level 3"), 0, False),
        ({"F", "NI", "P", "A"}, ("F", "NI", "P", "A"), 3, True),
        ({"F", "NI", "P", "A", "M", "E"}, ("F", "NI", "P", "M", "A", "E"), 3, False),
        ({"Zeta", "Alfa"}, ("Alfa", "Zeta"), 0, False),
    ],
)  # fmt: skip
def test_known_words_have_their_order(seen: set[str], words: tuple[str, ...], met: int, is_sure: bool) -> None:
    found = ordered(seen)
    assert (found.words, found.met_from, found.is_sure) == (words, met, is_sure)


def test_what_is_no_level_stands_beside() -> None:
    assert ordered({"On Track", "Out of Range"}).beside == ("Out of Range",)
    assert not are_known({"STRATEGIC 91%", "4.2", "NI", "W", "5.1"})
    assert not are_known({"F", "M"})
