"""What a person wrote in all their reflections, to take along."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cycles.prepare.enums import Audience
from cycles.prepare.models import Answer, Reflection
from teams.models import Person

from .pages import prompt_words, template_title
from .words import WITH_WORDS, answer_words


def own_words(person: Person) -> str:
    """Everything that the person wrote in reflections, as plain text, newest meeting first. 4 queries."""
    answers = Answer.objects.select_related("prompt").prefetch_related(*WITH_WORDS).order_by("prompt__position")
    written = (
        Reflection.objects.filter(person=person)
        .select_related("template", "session__team", "session__cycle__school", "session__cycle__year")
        .prefetch_related(Prefetch("answers", answers))
        .order_by("-session__meets_on", "-pk")
    )
    parts = [_in_words(reflection) for reflection in written]
    return "\n\n".join(part for part in parts if part) or _("You have written nothing yet.")


def _in_words(reflection: Reflection) -> str:
    answers = [part for answer in reflection.answers.all() if (part := _answer_in_words(answer))]
    if not answers:
        return ""
    session = reflection.session
    place = f"{session.cycle.school.name}, {session.team.name}, {session.cycle.year.name}"
    head = f"{template_title(reflection.template)}\n{place}"
    return "\n\n".join((f"{head}\n{'=' * 60}", *answers))


def _answer_in_words(answer: Answer) -> str:
    words = answer_words(answer)
    if not words:
        return ""
    boxes = "\n".join(f"{name}:\n{text}" for name, text in words)
    seen = _("Seen by: %(who)s") % {"who": Audience(answer.audience).label}
    return f"{prompt_words(answer.prompt)[0]}\n{boxes}\n({seen})"
