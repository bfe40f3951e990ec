"""Mappings that people confirmed: kept for the district, found again for the next file."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from data_imports.mapped import Said
from data_imports.models import Mapping, Upload
from data_imports.reading import mapping
from data_imports.reading.mapping import Kept
from data_imports.reading.summary import Reading
from teams.models import Person


def kept_mappings() -> tuple[Kept, ...]:
    """Every mapping of the district, the newest last."""
    rows = Mapping.objects.order_by("at", "pk").values_list("signature", "headers", "body")
    return tuple(Kept(signature, tuple(headers), body) for signature, headers, body in rows)


def keep_mapping(body: dict[str, Any], *, by: Person | None, at: datetime) -> Mapping:
    """Keep what was said of these headers, but for what holds for one file; what was said before is replaced."""
    body = body | {"season": "", "season_year": ""}
    said = {"title": body["title"][:120], "headers": body["headers"], "body": body, "by": by, "at": at}
    kept, _new = Mapping.objects.update_or_create(signature=mapping.signature(body["headers"]), defaults=said)
    return kept


def with_kept(said: Said) -> Said:
    """With the district's mappings beside what was said of this file."""
    return replace(said, kept=kept_mappings())


def said_of(upload: Upload) -> Said:
    """What was said of an upload's columns; a format that somebody named goes before kept mappings."""
    body = upload.mapping.body if upload.mapping else None
    return Said(body, kept_mappings(), is_asking=bool(upload.understood.get("is_asking")))


def mapping_of(reading: Reading) -> Mapping | None:
    """The kept mapping that a file was read with."""
    body = reading.told.get("mapping")
    return Mapping.objects.filter(signature=mapping.signature(body["headers"])).first() if body else None
