"""The worked examples of the privacy design, exactly; and attacks on small tables in whole numbers."""

from dataclasses import replace
from itertools import product

import pytest

from data_imports import privacy
from data_imports.privacy import Cell, Facts, Family, Kind, Profile, ShownFamily, one_line, released, two_way
from tests.data_imports.privacy.attack import counted, hidden_sums, reach, totals
from tests.faults.suppression_solver import our_hiding

LEVELS = {"a": (2, 6, 9, 6), "b": (0, 3, 8, 7), "c": (10, 10, 10, 10)}


def shown(family: Family, profile: Profile = Profile.IN_HOUSE) -> ShownFamily:
    return released([family], profile).shown[family.key]


def sizes(found: ShownFamily) -> dict[str, str]:
    return {key: cell.size for key, cell in found.cells.items()}


def shares(found: ShownFamily) -> dict[str, list[str]]:
    return {key: [cell.size, *(share.text for share in cell.shares)] for key, cell in found.cells.items()}


def levels(found: ShownFamily) -> dict[str, list[str]]:
    return {key: [share.text for share in cell.levels] for key, cell in found.cells.items()}


def levelled(family: Family) -> Family:
    return replace(family, cells=tuple(cell._replace(tells_levels=True) for cell in family.cells))


def line(kind: Kind = Kind.SHARES, total: str = "all", **rows: tuple[int, ...]) -> Family:
    met = 3 if len(next(iter(rows.values()))) == 4 else 2
    return one_line("t", {name: Facts(counts) for name, counts in rows.items()}, total, kind, met_from=met)


def test_example_1_a_small_cell_takes_the_next_smallest_with_it() -> None:
    family = line(Kind.COUNTS, w=(62,), x=(7,), y=(44,), z=(51,))
    assert sizes(shown(family, Profile.OUTSIDE)) == {"w": "62", "x": "*", "y": "*", "z": "51", "all": "164"}


def test_example_2_two_ways() -> None:
    found = sizes(shown(two_way("t", [[22, 9, 31], [40, 18, 25], [19, 35, 28]]), Profile.OUTSIDE))
    rows = [[found[f"r{r}c{c}"] for c in (1, 2, 3)] + [found[f"r{r}"]] for r in (1, 2, 3)]
    assert rows == [["22", "*", "*", "62"], ["40", "*", "*", "83"], ["19", "35", "28", "82"]]
    assert [found[key] for key in ("c1", "c2", "c3", "all")] == ["81", "62", "84", "227"]


def test_example_2_leaves_the_small_cell_between_0_and_27() -> None:
    counts = [[22, 9, 31], [40, 18, 25], [19, 35, 28]]
    truth, hidden = totals(counts), our_hiding(counts, Profile.OUTSIDE)
    open_to = {key: (value, value) for key, value in truth.items() if key not in hidden}
    assert reach(counts, open_to, "r1c2") == (0, 27)


def test_example_3_levels_merge_or_the_row_goes() -> None:
    assert shares(shown(line(total="", a=(2, 6, 9, 6))))["a"] == ["23", "35%", "65%"]
    assert shares(shown(line(total="", a=(2, 6, 9, 6)), Profile.OUTSIDE))["a"] == ["20-39", "30%", "70%"]
    assert shares(shown(line(total="", b=(0, 3, 8, 7))))["b"] == ["*", "*", "*"]
    found = shown(levelled(line(total="", c=(0, 0, 0, 30))))
    assert (shares(found), levels(found)) == ({"c": ["30", "≤10%", "≥90%"]}, {"c": ["≤10%", "≤10%", "≤10%", "≥90%"]})


def test_only_the_row_that_needs_merging_is_merged() -> None:
    found = shown(levelled(line(total="", a=(2, 6, 9, 6), c=(10, 10, 10, 10))))
    assert shares(found) == {"a": ["23", "35%", "65%"], "c": ["40", "50%", "50%"]}
    assert levels(found) == {"a": ["*"] * 4, "c": ["25%"] * 4}


def test_a_total_tells_no_levels_that_would_give_a_merged_row_away() -> None:
    """All of 63 less 40 of the other row is the row itself; its halves were told anyway."""
    found = shown(levelled(line(a=(2, 6, 9, 6), c=(10, 10, 10, 10))))
    assert shares(found) == {"a": ["23", "35%", "65%"], "c": ["40", "50%", "50%"], "all": ["63", "44%", "56%"]}
    assert levels(found) == {"a": ["*"] * 4, "c": ["*"] * 4, "all": ["19%", "25%", "30%", "25%"]}


def test_a_row_that_is_hidden_hides_its_levels() -> None:
    found = shown(levelled(line(a=(2, 2, 2, 2), b=(10, 10, 10, 10), c=(12, 10, 10, 10))))
    assert levels(found)["a"] == ["*"] * 4
    assert shares(found)["a"] == ["*", "*", "*"]


def test_what_an_earlier_release_kept_in_halves_is_told_in_halves() -> None:
    family = levelled(line(total="", c=(10, 10, 10, 10)))
    before = privacy.Earlier(privacy.halved(family), frozenset(), Profile.IN_HOUSE)
    told = released([family], Profile.IN_HOUSE, {"t": [before]})
    assert (told.families[0].levels, levels(told.shown["t"]), shares(told.shown["t"])) == (
        2, {"c": []}, {"c": ["40", "50%", "50%"]},
    )  # fmt: skip


def test_example_4_two_means_that_differ_by_one_person_never_stand_together() -> None:
    atoms = {("others",): Facts((30,), (30 * 3.48,)), ("first year",): Facts((1,), (1.62,))}
    cells = (
        Cell("all", frozenset(atoms), is_total=True),
        Cell("without", frozenset({("others",)})),
    )
    family = Family("t", Kind.MEANS, atoms, cells, spans=((1.0, 5.0),))
    assert sizes(shown(family)) == {"all": "31", "without": "*"}


def test_example_5_unanimity_is_a_band() -> None:
    assert privacy.favourable_band(0, 5).text == "≤20%"


def test_holders_of_the_rows_see_every_number() -> None:
    assert shares(shown(line(a=(1, 1)), Profile.DIRECT)) == {"a": ["2", "50%", "50%"], "all": ["2", "50%", "50%"]}


def test_tables_over_the_same_students_are_audited_together() -> None:
    """A team that is a grade but for one student gives that student away, though both are large."""
    atoms = {("3", "team"): Facts((20, 29)), ("3", ""): Facts((1, 0)), ("4", ""): Facts((25, 25))}
    cells = (
        Cell("grade:3", frozenset({("3", "team"), ("3", "")})),
        Cell("grade:4", frozenset({("4", "")})),
        Cell("team:1", frozenset({("3", "team")})),
        Cell("all", frozenset(atoms), is_total=True),
    )
    assert sizes(shown(Family("t", Kind.SHARES, atoms, cells, met_from=2))) == {
        "grade:3": "50", "grade:4": "50", "team:1": "*", "all": "100",
    }  # fmt: skip


def test_a_group_and_its_complement_are_shown_together_or_not_at_all() -> None:
    atoms = {("yes",): Facts((3, 3)), ("no",): Facts((40, 40))}
    cells = [Cell(name, frozenset({(name,)}), pair="iep") for name in ("yes", "no")]
    family = Family("t", Kind.SHARES, atoms, (*cells, Cell("all", frozenset(atoms), is_total=True)), met_from=2)
    assert sizes(shown(family)) == {"yes": "*", "no": "*", "all": "86"}


def test_means_go_with_their_cells() -> None:
    rows = {"a": Facts((9,), (3600.0,)), "b": Facts((40,), (18016.0,)), "c": Facts((60,), (27000.0,))}
    family = one_line("t", rows, "all", Kind.MEANS, spans=((100.0, 800.0),))
    found = shown(family)
    assert {key: (cell.size, cell.figures[0].text) for key, cell in found.cells.items()} == {
        "a": ("*", "*"), "b": ("*", "*"), "c": ("60", "450"), "all": ("109", "446"),
    }  # fmt: skip


def test_a_median_of_all_stands_beside_no_hidden_part() -> None:
    medians = {"a": 40.0, "b": 55.0, "c": 60.0, "all": 54.0}
    rows = {"a": Facts((9,)), "b": Facts((40,)), "c": Facts((60,))}
    found = shown(one_line("t", rows, "all", Kind.MEDIANS, medians=medians))
    assert {key: cell.figures[0].text for key, cell in found.cells.items()} == {
        "a": "*", "b": "55", "c": "60", "all": "*",
    }  # fmt: skip
    whole = shown(one_line("t", {"b": Facts((40,)), "c": Facts((60,))}, "all", Kind.MEDIANS, medians=medians))
    assert whole.cells["all"].figures[0].text == "54"


def test_leap_means_need_ten_teachers_and_tell_no_count() -> None:
    rows = {"LE.1": Facts((9,), (9 * 4.26,)), "LE.2": Facts((10,), (42.6,))}
    family = one_line("leap", rows, "", Kind.MEANS, spans=((1.0, 7.0),), profile=Profile.LEAP)
    found = shown(family).cells
    assert [(cell.size, cell.figures[0].text) for cell in found.values()] == [("*", "*"), ("", "4.3")]


SMALL = [
    [[5, 30], [20, 3]],
    [[12, 4, 13], [9, 20, 6]],
]


@pytest.mark.parametrize("counts", SMALL)
@pytest.mark.parametrize("profile", [Profile.IN_HOUSE, Profile.OUTSIDE])
def test_every_whole_number_table_that_fits_leaves_small_cells_open(counts: list[list[int]], profile: Profile) -> None:
    truth, hidden, least = totals(counts), our_hiding(counts, profile), privacy.SMALLEST_GROUP[profile]
    told = {key: (value, value) for key, value in truth.items() if key not in hidden}
    found = counted(counts, told, 32)
    small = [key for key, value in truth.items() if 0 < value < least]
    assert set(small) <= hidden
    assert all(found[key][1] - found[key][0] >= least for key in small)


def test_both_attackers_find_the_same() -> None:
    counts = [[2, 11], [7, 5]]
    for hidden in ({"r1c1"}, {"r1c1", "r1c2"}, {"r1c1", "r1c2", "r2c1", "r2c2"}):
        told = {key: (value, value) for key, value in totals(counts).items() if key not in hidden}
        found = counted(counts, told, 20)
        assert {key: reach(counts, told, key) for key in hidden} == {key: found[key] for key in hidden}


def test_rounded_totals_give_no_hidden_row_away() -> None:
    """The lone hidden row would be the total without the others, to within the rounding."""
    told = [("*", ("*", "*")), ("40-99", ("85%", "15%"))]
    assert hidden_sums(told, ("40-99", ("80%", "20%")), Profile.OUTSIDE, 299)[1] == (1, 16)
    found = shown(line(a=(2, 3), b=(40, 6)), Profile.OUTSIDE)
    assert sizes(found) == {"a": "*", "b": "*", "all": "40-99"}


def test_outside_every_shown_share_fits_two_counts_at_least() -> None:
    for n, count in product((16, 19, 20, 39, 40, 99, 100, 299), range(0, 300, 7)):
        if count <= n:
            fit = privacy.showing.fit(count, n, Profile.OUTSIDE)
            assert fit.lowest < fit.highest
            assert fit.lowest <= count <= fit.highest
