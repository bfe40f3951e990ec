"""The scales of a file's measures: one a school year, the same in every file of that year.

The scales of vendors are in the code; those that people say on the mapping screen may contradict each other.
"""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from data_imports.models import Former, Measure, Scale
from data_imports.reading import contract
from data_imports.reading.contract import FileRefused
from data_imports.reading.summary import Reading
from data_imports.storing.source import Source

SAID = "mapped"
SHOWN = 100


class OtherLevels(FileRefused):
    """A file says the levels of a measure otherwise than an earlier file of the year."""


def told_apart(reading: Reading) -> Iterator[tuple[Scale, contract.Scale]]:
    """Scales of this file's years whose range the file says otherwise. One query.

    Refuses, with one sentence, a file that says the levels otherwise: levels are stored by their place.
    """
    if reading.format != SAID:
        return
    there = Scale.objects.filter(measure__key__in=reading.sums.keys() & reading.scales.keys(), year__in=reading.years)
    for scale in there.select_related("measure").order_by("measure__key", "year"):
        said = reading.scales[scale.measure.key]
        if [*scale.levels, scale.met_from] != [*said.levels, said.met_from]:
            raise OtherLevels(other_levels(scale))
        if (scale.lowest, scale.highest) != (said.lowest, said.highest):
            yield scale, said


def other_levels(scale: Scale) -> str:
    """What the levels of the year are, and how to mend."""
    met = scale.levels[scale.met_from - 1] if scale.met_from else _("none of them")
    told = {"title": scale.measure.title, "year": scale.year, "levels": ", ".join(scale.levels)[:SHOWN], "met": met}
    if not scale.levels:
        return _("“%(title)s” has no levels in %(year)s. Leave them out, or give the score another name.") % told
    return (
        _("“%(title)s” has other levels in %(year)s: %(levels)s; met from: %(met)s. Say the same, or rename the score.")
        % told
    )


def other_ranges(reading: Reading) -> list[str]:
    """What a person is to confirm: ranges of the year that storing the file would change."""
    sentence = _(
        "“%(title)s” goes from %(lowest)g to %(highest)g in %(year)s so far; this file says %(low)g to %(high)g, "
        "and storing it says so for the whole year."
    )
    return [
        sentence
        % {
            "title": scale.measure.title,
            "year": scale.year,
            "lowest": scale.lowest,
            "highest": scale.highest,
            "low": said.lowest,
            "high": said.highest,
        }
        for scale, said in told_apart(reading)
    ]


def keep_scales(reading: Reading, source: Source) -> None:
    """The measures of a file with their scales for every year that it covers; what changes is remembered for undo."""
    for scale, said in list(told_apart(reading)):
        remember(scale, source)
        scale.lowest, scale.highest, scale.upload_id = said.lowest, said.highest, source.upload_id
        scale.save(update_fields=["lowest", "highest", "upload"])
    for key, said in reading.scales.items():
        if key not in reading.sums:
            continue
        told = {"title": said.title[:120], "subject": said.subject, "upload_id": source.upload_id}
        measure, _new = Measure.objects.get_or_create(key=key, defaults=told)
        shape = {"lowest": said.lowest, "highest": said.highest, "met_from": said.met_from}
        defaults = {**shape, "levels": list(said.levels), "upload_id": source.upload_id}
        for year in sorted(reading.years):
            Scale.objects.get_or_create(measure=measure, year=year, defaults=defaults)


def remember(scale: Scale, source: Source) -> None:
    """A scale as it was."""
    if source.upload_id is None:
        return
    body = {"lowest": scale.lowest, "highest": scale.highest, "upload_id": scale.upload_id}
    Former.objects.create(
        upload_id=source.upload_id, table="Scale", row=scale.pk, former_upload_id=scale.upload_id, body=json.dumps(body)
    )
