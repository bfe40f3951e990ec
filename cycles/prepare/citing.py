"""What was done: a cell of the frozen packet named as what an answer rests on, or taken out again."""

from datetime import datetime

from django.db import transaction

from data_imports.models import PacketVersion
from teams.models import Person

from .actions import ReflectionReady
from .models import Citation, Prompt, Reflection
from .queries import Cell
from .verdicts import begin_answer


def _only_open(reflection: Reflection) -> None:
    if Reflection.objects.filter(pk=reflection.pk, submitted_at__isnull=False).exists():
        raise ReflectionReady


@transaction.atomic
def cite_cell(
    reflection: Reflection, *, prompt: Prompt, version: PacketVersion, cell: Cell, by: Person, at: datetime
) -> Citation:
    """Add a cell that the person sees to their answer. Twice is once. Raises `ReflectionReady` once handed in."""
    _only_open(reflection)
    answer = begin_answer(reflection, prompt, by=by, at=at)
    citation, _is_new = Citation.objects.get_or_create(
        answer=answer,
        version=version,
        chart=cell.chart,
        row=cell.row,
        column=cell.column,
        defaults={"cited_at": at},
    )
    return citation


@transaction.atomic
def remove_citation(reflection: Reflection, *, pk: int) -> None:
    """Take one out of the person's own reflection; another's is not there. Raises `ReflectionReady` once handed in."""
    _only_open(reflection)
    Citation.objects.filter(pk=pk, answer__reflection=reflection).delete()
