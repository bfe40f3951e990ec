"""The list on which a lead ticks who did it on paper and with whom they have talked: that, never what."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cycles.plan.models import HeldCheckIn, ReflectionSession
from cycles.prepare import access
from cycles.prepare.models import Answer, Reflection
from teams.models import Person


@dataclass(frozen=True)
class TickLine:
    """One person of the team. `word` is how far they are; `may_paper` whether a lead may say it for them."""

    pk: int
    name: str
    word: str
    is_ready: bool
    is_on_paper: bool
    may_paper: bool
    has_talked: bool
    is_reader: bool


def tick_lines(session: ReflectionSession, reader: Person) -> tuple[TickLine, ...]:
    """Everyone whose reflection is hoped for, by name. 3 queries.

    Who has begun on screen hands in themselves: a tick of somebody else's would show their answers to others.
    """
    written = Answer.objects.filter(reflection=OuterRef("pk"))
    begun = {
        one.person_id: one for one in Reflection.objects.filter(session=session).annotate(has_text=Exists(written))
    }
    held = set(HeldCheckIn.objects.filter(session=session).values_list("person_id", flat=True))
    expected = access.expected_people(session).order_by("name").values_list("pk", "name")
    return tuple(_line(pk, name, begun.get(pk), reader, has_talked=pk in held) for pk, name in expected)


def _line(pk: int, name: str, reflection: Reflection | None, reader: Person, *, has_talked: bool) -> TickLine:
    is_ready = reflection is not None and reflection.submitted_at is not None
    is_on_paper = reflection is not None and is_ready and reflection.is_on_paper
    has_text = reflection is not None and bool(getattr(reflection, "has_text", False))
    return TickLine(
        pk,
        name,
        _word(is_ready=is_ready, is_on_paper=is_on_paper, has_begun=reflection is not None),
        is_ready,
        is_on_paper,
        not has_text and (is_on_paper or not is_ready),
        has_talked,
        pk == reader.pk,
    )


def _word(*, is_ready: bool, is_on_paper: bool, has_begun: bool) -> str:
    if is_ready:
        return _("on paper") if is_on_paper else _("ready")
    return _("has begun") if has_begun else _("not yet")
