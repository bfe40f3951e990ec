"""Start-up checks: a kind of phase without its template, a protocol over a kind that is not there."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.template import TemplateDoesNotExist, loader

from . import phases
from .models import Phase


@register(Tags.templates)
def check_templates(**_: Any) -> list[CheckMessage]:
    """Every kind has its template."""
    told: list[CheckMessage] = []
    for kind in phases.kinds().values():
        try:
            loader.get_template(kind.template)
        except TemplateDoesNotExist:
            told.append(Error(f"The phase kind {kind.key} has no template {kind.template}.", id="meet.E001"))
    return told


@register(Tags.database)
def check_protocols(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Every phase of a protocol names a kind that is there."""
    if not databases or Phase._meta.db_table not in _tables():
        return []
    # asked before a migration too: only columns that have always been there
    rows = Phase.objects.exclude(kind__in=phases.kinds()).values_list("protocol__title", "kind")
    return [
        Error(f"The protocol {title} has a phase of the unknown kind {kind}.", id="meet.E002") for title, kind in rows
    ]


def _tables() -> list[str]:
    return connection.introspection.table_names()
