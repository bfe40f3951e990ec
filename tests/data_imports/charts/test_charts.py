"""Charts are pure: from suppressed tables to title, reading, figure and table. Hidden is hidden everywhere."""

import json

from data_imports.charts import Chart, all_charts
from data_imports.evidence import (
    Achievement,
    Change,
    Evidence,
    Figures,
    Line,
    Objectives,
    Provenance,
    Subject,
    Table,
    Target,
    Targets,
    WindowTable,
)
from data_imports.privacy import HIDDEN, Shown, ShownCell

STAR = Shown(HIDDEN, None)
SOURCE = Provenance(("a.csv",), "Dec 4, 2026", "120", "a few", "96%")


def subject(key: str = "x.math", title: str = "Math by grade", *, late: bool = False) -> Subject:
    return Subject(key, "Math", title, SOURCE, late)


def share(size: str, met: int) -> ShownCell:
    return ShownCell(size, (Shown(f"{100 - met}%", 100.0 - met), Shown(f"{met}%", float(met))), (), False)


def figure(size: str, *values: int) -> ShownCell:
    return ShownCell(size, (), tuple(Shown(str(value), float(value)) for value in values), False)


def hidden(shares: int = 0, figures: int = 0) -> ShownCell:
    return ShownCell(HIDDEN, (STAR,) * shares, (STAR,) * figures, True)


def only(evidence: Evidence) -> Chart:
    (chart,) = all_charts(evidence)
    return chart


def teams(by: str = "team", **cells: ShownCell) -> Evidence:
    lines = tuple(Line(name, cell) for name, cell in cells.items())
    table = Table(lines, Line("All", share("100", 55)))
    return Evidence(achievement=(Achievement(subject(late=True), by, (WindowTable("fall", table),)),))


def test_by_team_every_row_stands_beside_all() -> None:
    chart = only(teams(Red=share("40", 62), Blue=hidden(2)))
    assert chart.key == "teams-x-math"
    assert chart.rows == (("Red", "40", "62%"), ("Blue", None, None), ("All", "100", "55%"))
    assert (chart.subject, chart.is_provisional) == ("Math by grade", True)
    assert chart.provenance.split(" · ") == [
        "a.csv", "imported Dec 4, 2026", "120 results used", "a few left out (not scored, or taken again)",
        "96% of students",
    ]  # fmt: skip


def test_a_table_without_any_number_is_drawn_by_grade_only() -> None:
    assert all_charts(teams("group", Red=hidden(2))) == []
    assert only(teams("grade", Red=hidden(2))).rows[0] == ("Red", None, None)


def test_hidden_rows_have_one_symbol_and_no_number_in_the_figure() -> None:
    chart = only(teams(Red=share("40", 62), Blue=hidden(2)))
    stub = next(trace for trace in chart.figure["data"] if trace["name"] == "Hidden to protect privacy")
    assert (stub["y"], stub["text"]) == (["Blue"], ["*"])
    assert chart.suppressed.startswith("* hidden to protect privacy")


def test_growth_is_told_as_medians_with_the_typical_50() -> None:
    lines = (Line("Grade 4", figure("30", 61)), Line("Grade 5", figure("40", 44)), Line("Grade 6", hidden(figures=1)))
    chart = only(Evidence(growth=(Figures(subject("cde.math.sgp"), "fall", Table(lines, None)),)))
    assert chart.title == "Grade 4 grew the most in Math: median growth percentile 61"
    assert chart.rows == (("Grade 4", "30", "61"), ("Grade 5", "40", "44"), ("Grade 6", None, None))
    assert chart.figure["layout"]["shapes"][0]["x0"] == 50


def test_attendance_is_told_as_an_average() -> None:
    lines = (Line("Grade 4", figure("30", 93)), Line("Grade 5", figure("40", 90)))
    chart = only(Evidence(attendance=(Figures(subject("attendance.rate"), "fall", Table(lines, None)),)))
    assert (chart.title, chart.sentence) == (
        "Math is highest in Grade 4: 93% on average", "Grade 5 stands lowest with 90%.",
    )  # fmt: skip


def test_a_target_stands_beside_now() -> None:
    lines = (
        Target("Goal", "Math on grade level", "Dec 24, 2026", "60%", 60.0, Shown("52%", 52.0)),
        Target("Goal", "Reading", "Dec 24, 2026", "40%", 40.0, Shown("41%", 41.0)),
        Target("Goal", "Science", "Dec 24, 2026", "40%", 40.0, STAR),
    )
    chart = only(Evidence(targets=Targets(subject("targets"), lines)))
    assert chart.title == "Math on grade level: target 60% by Dec 24, 2026, now 52%"
    assert chart.sentence == "1 of 2 targets are reached."
    assert [row[3] for row in chart.rows] == ["52%", "41%", None]


def test_objectives_are_not_yet_and_prepared() -> None:
    chart = only(Evidence(objectives=Objectives(subject("objectives"), share("12", 50))))
    assert chart.rows == (("Not yet prepared", "50%"), ("Prepared or ahead", "50%"))
    assert all_charts(Evidence(objectives=Objectives(subject("objectives"), hidden(2)))) == []


def test_change_is_that_of_the_shown_averages() -> None:
    lines = (Line("Grade 3", figure("30", 431, 447)), Line("Grade 4", hidden(figures=2)))
    table = Table(lines, Line("All", figure("60", 440, 450)))
    chart = only(Evidence(changes=(Change(subject(), "fall", "winter", table),)))
    assert chart.rows == (
        ("Grade 3", "30", "431", "447", "+16"), ("Grade 4", None, None, None, None), ("All", "60", "440", "450", "+10"),
    )  # fmt: skip


def test_the_body_of_a_chart_is_plain_data() -> None:
    told = only(teams(Red=share("40", 62))).as_json()
    assert json.loads(json.dumps(told)) == told
    assert {"subject", "is_provisional"} <= told.keys()
