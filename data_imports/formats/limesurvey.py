"""LimeSurvey exports with question text: Response ID, Date submitted, Last page, Start language."""

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import answers, values
from data_imports.reading.contract import FileRefused, Given, Reading, Skipped
from data_imports.reading.tables import Table, plain

KEY = "limesurvey"
TITLE = gettext_lazy("LimeSurvey survey")
ABOUT_RESPONSE = frozenset(
    {"responseid", "datesubmitted", "lastpage", "startlanguage", "seed", "datestarted"}
    | {"datelastaction", "accesscode", "token", "ipaddress", "referrerurl"}
)


def recognise(table: Table) -> float:
    """LimeSurvey's own columns stand before the questions."""
    if not table.has("Response ID", "Date submitted"):
        return 0.0
    return 0.95 if table.place("Last page", "Start language", "Seed") is not None else 0.7


def read(table: Table, given: Given) -> Reading:
    """Submitted responses; a blank submission date means that it was left half-way."""
    submitted = table.place("Date submitted")
    if submitted is None:
        raise FileRefused(_("A LimeSurvey export needs the column Date submitted."))
    reading = Reading(KEY)
    complete = []
    for record in table.records:
        reading.rows_read += 1
        if values.is_nothing(record.cells[submitted]):
            reading.skipped.append(Skipped(record.line, _("the survey was not finished")))
        else:
            complete.append(record)
    about = frozenset(at for at, name in enumerate(table.header) if plain(name) in ABOUT_RESPONSE)
    answers.summarise(reading, complete, answers.questions(table.header, skip=about))
    reading.survey = answers.facts(complete, submitted)
    reading.dropped_columns = answers.dropped(table.header, reading)
    return reading
