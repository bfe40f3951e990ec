"""Favourable answers by survey question."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from data_imports.charts.drawing import AFTER, Chart, figure, hidden_note, told
from data_imports.evidence import Evidence, QuestionShare, SurveyShares, survey_chart

ORDER = 40
LONGEST = 46


def charts(evidence: Evidence) -> list[Chart]:
    """One chart a survey, where at least one question may be shown."""
    return [chart(survey) for survey in evidence.surveys if shown(survey)]


def shown(survey: SurveyShares) -> list[QuestionShare]:
    """Questions that enough people answered, the most favourable first."""
    kept = [question for question in survey.questions if question.favourable.percent is not None]
    return sorted(kept, key=lambda question: -(question.favourable.percent or 0))


def chart(survey: SurveyShares) -> Chart:
    """Horizontal bars in bands of ten."""
    questions = shown(survey)
    high, low = questions[0], questions[-1]
    said = {"question": high.question, "share": high.favourable.text}
    said |= {"least": low.question, "low": low.favourable.text}
    sentence = _("The least favorable answer: “%(least)s” (%(low)s).") % said if len(questions) > 1 else ""
    return Chart(
        key=survey_chart(survey.subject.key),
        title=_("“%(question)s” found the most favorable answers: %(share)s") % said,
        sentence=sentence,
        figure=drawn(questions),
        head=(_("Question"), _("Favorable"), _("Mean")),
        rows=tuple(row(question) for question in survey.questions),
        provenance=told(survey.subject.provenance),
        suppressed=hidden_note(len(survey.questions) - len(questions)),
        weight=3.0,
        subject=survey.subject.title,
    )


def row(question: QuestionShare) -> tuple[str | None, ...]:
    """A table row; None is a hidden cell."""
    if question.favourable.percent is None:
        return (question.question, None, None)
    return (question.question, question.favourable.text, None if question.mean == "*" else question.mean)


def drawn(questions: list[QuestionShare]) -> dict[str, Any]:
    """The picture."""
    trace = go.Bar(
        orientation="h",
        y=[wrapped(question.question) for question in questions],
        x=[question.favourable.percent for question in questions],
        text=[question.favourable.text for question in questions],
        textposition="outside",
        cliponaxis=False,
        marker={"color": AFTER},
        hovertemplate="%{text}<extra></extra>",
    )
    layout = {
        "xaxis": {"range": [0, 112], "ticksuffix": "%", "tickvals": [0, 25, 50, 75, 100], "showgrid": True},
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "height": 54 * len(questions) + 60,
    }
    return figure([trace], layout)


def wrapped(question: str) -> str:
    """A question on two lines at most."""
    if len(question) <= LONGEST:
        return question
    first = question[:LONGEST].rsplit(" ", 1)[0]
    rest = question[len(first) :].strip()
    return f"{first}<br>{rest if len(rest) <= LONGEST else rest[: LONGEST - 1] + '…'}"
