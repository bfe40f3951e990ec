"""What was said stays said: later releases are audited with it, and wait until enough people moved."""

from dataclasses import replace

import pytest

from data_imports.privacy import Earlier, Facts, Family, Kind, Profile, may_follow, one_line, packed, released, unpacked

from .worlds import Worlds


def family(**rows: tuple[int, int]) -> Family:
    return one_line("t", {name: Facts(counts) for name, counts in rows.items()}, "all", Kind.SHARES, met_from=2)


def before(**rows: tuple[int, int]) -> dict[str, Earlier]:
    return unpacked(packed(released([family(**rows)], Profile.IN_HOUSE)))


def test_a_packed_release_is_what_it_was() -> None:
    release = released([family(a=(3, 4), b=(20, 20), c=(30, 30))], Profile.IN_HOUSE)
    earlier = unpacked(packed(release))["t"]
    assert earlier == Earlier(release.families[0], release.hidden["t"], Profile.IN_HOUSE)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ({"a": (20, 20), "b": (30, 30)}, True),
        ({"a": (21, 20), "b": (30, 30)}, False),
        ({"a": (20, 19), "b": (30, 30)}, False),
        ({"a": (19, 21), "b": (30, 30)}, False),
        ({"a": (20, 20), "b": (40, 30)}, True),
        ({"a": (10, 30), "b": (30, 30)}, True),
        ({"a": (20, 20), "b": (41, 29)}, False),
        ({"a": (19, 20), "b": (40, 30)}, False),
    ],
)
def test_a_new_version_waits_for_enough_who_joined_left_or_changed(now: dict[str, tuple[int, int]], may: bool) -> None:
    release = released([family(**now)], Profile.IN_HOUSE)
    assert may_follow(before(a=(20, 20), b=(30, 30)), release) is may


def test_changed_values_are_noticed_where_no_count_changes() -> None:
    def means(*marks: float) -> Family:
        rows = {"a": Facts((40,), (18000.0 + sum(marks),))}
        return one_line("t", rows, "all", Kind.MEANS, spans=((100.0, 800.0),), marks=marks)

    old = unpacked(packed(released([means(*[0.0] * 20)], Profile.IN_HOUSE)))
    for changed, may in ((0, True), (1, False), (9, False), (10, True)):
        now = released([means(*[5.0] * changed, *[0.0] * (20 - changed))], Profile.IN_HOUSE)
        assert may_follow(old, now) is may


def test_a_later_release_hides_what_would_complete_an_earlier_one() -> None:
    """B hid a and b; C would show b to people who also read B, and a is the rest."""
    rows = {"a": (2, 5), "b": (20, 20), "c": (45, 45), "d": (60, 60)}
    first = released([family(**rows)], Profile.IN_HOUSE)
    assert first.hidden["t"] == {"a", "b"}
    forced = Earlier(first.families[0], frozenset({"a", "c"}), Profile.IN_HOUSE)
    assert "c" in released([family(**rows)], Profile.IN_HOUSE, {"t": [forced]}).hidden["t"]
    strangers = Earlier(family(a=(30, 30)), frozenset(), Profile.OUTSIDE)
    assert released([family(**rows)], Profile.IN_HOUSE, {"t": [strangers]}).hidden["t"] == {"a", "b"}


def test_what_an_earlier_release_left_open_stays_as_open() -> None:
    """Nine of all were not yet there, so nine of a at most: a later release does not narrow that."""
    whole = family(a=(1, 2), b=(4, 15), c=(4, 40))
    total, lines = (
        replace(whole, cells=tuple(c for c in whole.cells if c.is_total is is_total)) for is_total in (True, False)
    )
    first = Earlier(total, frozenset(), Profile.IN_HOUSE)
    second = Earlier(lines, released([lines], Profile.IN_HOUSE, {"t": [first]}).hidden["t"], Profile.IN_HOUSE)
    unaware = Earlier(lines, frozenset({"a", "b"}), Profile.IN_HOUSE)
    assert Worlds([first, second]).narrow([0, 1]) == []
    assert Worlds([first, unaware]).narrow([0, 1]) == ["t a levels [0]: 5.00 of 10.00"]
