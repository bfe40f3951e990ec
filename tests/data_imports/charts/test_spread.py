"""How students spread over levels: each level where it may be told, two parts where not, nothing of a hidden row."""

from data_imports.charts import Chart, all_charts
from data_imports.evidence import Achievement, Evidence, Line, Provenance, Subject, Table, WindowTable
from data_imports.privacy import HIDDEN, Shown, ShownCell

STAR = Shown(HIDDEN, None)
LEVELS = ("Well below", "Below", "Near", "At", "Above")


def told(*shares: int) -> ShownCell:
    met = sum(shares[3:])
    levels = tuple(Shown(f"{share}%", float(share)) for share in shares)
    return ShownCell("50", (Shown(f"{100 - met}%", 100.0 - met), Shown(f"{met}%", float(met))), (), False, levels)


def merged(met: int) -> ShownCell:
    return told(0, 0, 100 - met, met, 0)._replace(levels=(STAR,) * 5)


def hidden() -> ShownCell:
    return ShownCell(HIDDEN, (STAR, STAR), (), True, (STAR,) * 5)


def evidence(total: ShownCell, **cells: ShownCell) -> Evidence:
    lines = tuple(Line(name, cell) for name, cell in cells.items())
    windows = (WindowTable("winter", Table(lines, Line("All", total))),)
    return Evidence(
        achievement=(Achievement(Subject("x", "Math", "Math by grade", Provenance(())), "grade", windows, LEVELS, 4),)
    )


def spread(found: Evidence) -> list[Chart]:
    return [chart for chart in all_charts(found) if chart.key.startswith("spread-")]


def test_every_level_of_a_row_that_may_tell_it() -> None:
    (chart,) = spread(evidence(told(10, 20, 30, 25, 15), G3=told(5, 15, 20, 40, 20), G4=merged(35), G5=hidden()))
    assert chart.title == "Math in winter, All: the largest part, 30%, is at “Near”"
    assert chart.sentence == "One level away from the expectation, at “Near”: 30%."
    assert chart.head == ("Group", "Students", *LEVELS)
    assert chart.rows == (
        ("G3", "50", "5%", "15%", "20%", "40%", "20%"),
        ("G4", "50", None, None, None, None, None),
        ("G5", None, None, None, None, None, None),
        ("All", "50", "10%", "20%", "30%", "25%", "15%"),
    )
    drawn = {trace["name"]: dict(zip(trace["y"], trace["text"], strict=True)) for trace in chart.figure["data"]}
    assert drawn["Near"] == {"G3": "20%", "All": "30%"}
    assert drawn["Not yet, levels together"] == {"G4": "65%"}
    assert drawn["Met, levels together"] == {"G4": "35%"}
    assert drawn["Hidden to protect privacy"] == {"G5": "*"}
    assert chart.subject == "Math: levels by grade"


def test_a_merged_row_says_why() -> None:
    (chart,) = spread(evidence(told(10, 20, 30, 25, 15), G3=told(5, 15, 20, 40, 20), G4=merged(35)))
    assert chart.suppressed.startswith("* told as “not yet” and “met” only")


def test_bands_are_drawn_as_parts_of_a_whole() -> None:
    band = (Shown("≤10%", 10.0),) * 4
    (chart,) = spread(
        evidence(told(0, 0, 0, 0, 0)._replace(levels=(*band, Shown("≥90%", 90.0))), G3=hidden(), G4=hidden())
    )
    assert sum(trace["x"][0] for trace in chart.figure["data"][:5]) == 100


def test_without_a_row_that_tells_levels_there_is_no_such_chart() -> None:
    assert spread(evidence(merged(40), G3=merged(30), G4=hidden())) == []
