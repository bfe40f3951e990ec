"""What was done: a reflection begun, an answer saved as typed, handed in, taken up again, ticked by a lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.plan import actions as plan_actions
from cycles.plan.models import ReflectionSession
from teams import audit
from teams.models import Person

from . import access, notices, queries
from .enums import Audience
from .models import Answer, GoalVerdict, Prompt, Reflection
from .pinning import pin_templates


class AnswerChanged(Exception):
    """Somebody saved the same answer from another window first; `newer` is what stands there."""

    def __init__(self, newer: Answer) -> None:
        super().__init__(_("This answer was changed in another window. Both versions are shown; choose or join them."))
        self.newer = newer


class AnswersMissing(Exception):
    """A prompt that is needed has no answer yet; `prompts` are those."""

    def __init__(self, prompts: Sequence[Prompt]) -> None:
        super().__init__(_("Some questions still need an answer."))
        self.prompts = list(prompts)


class ReflectionReady(Exception):
    """It is handed in; it is changed only after it was taken up again."""

    def __init__(self) -> None:
        super().__init__(_("You said that you are ready. Take your reflection up again to change it."))


class MeetingBegun(Exception):
    """What was handed in before the meeting stays as it was."""

    def __init__(self) -> None:
        super().__init__(_("The meeting has begun, so your reflection stays as you handed it in."))


class PoolOpened(MeetingBegun):
    """The ILT reads lines of it, unnamed; one that went missing could be told apart."""

    def __init__(self) -> None:
        Exception.__init__(self, _("The ILT has begun to read what you passed on, so your reflection stays as it is."))


class AudienceNotOffered(Exception):
    """The chosen audience would name or betray somebody."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


@transaction.atomic
def begin_reflection(session: ReflectionSession, *, by: Person, at: datetime) -> Reflection:
    """The person's reflection for this session, begun now where there was none; pins the session's templates."""
    found = queries.own_reflection(session, by)
    if found:
        return found
    pin_templates(session, at)
    template = queries.current_template(session, by)
    reflection, _made = Reflection.objects.get_or_create(
        session=session, person=by, defaults={"template": template, "started_at": at}
    )
    return reflection


@transaction.atomic
def save_answer(
    reflection: Reflection,
    *,
    prompt: Prompt,
    text: str,
    second_text: str,
    audience: str,
    version: int,
    by: Person,
    at: datetime,
    third_text: str = "",
) -> Answer:
    """Keep what was typed under one prompt. `version` is the one that was on the page; 0 where none was.

    Raises `AnswerChanged` where a newer one stands there (nothing is overwritten), `ReflectionReady` after it was
    handed in, `AudienceNotOffered` for a chosen audience that has no readers or too few writers.
    """
    if Reflection.objects.filter(pk=reflection.pk, submitted_at__isnull=False).exists():
        raise ReflectionReady
    readers = _addressed(reflection.session, Audience(audience), by)
    boxes = {"text": text, "second_text": second_text, "third_text": third_text}
    answer = _write(reflection, prompt, {**boxes, "audience": audience}, version, at)
    answer.addressed_to.set(readers)
    return answer


def _addressed(session: ReflectionSession, audience: Audience, by: Person) -> list[Person]:
    """Whom "my lead" names; refuses an audience that is not offered."""
    if audience in (Audience.ME, Audience.NAMED):
        return []
    leads = access.leads_of(session, by) if audience == Audience.LEAD else []
    if leads:
        return leads
    choice = next(one for one in queries.audience_choices(session, by) if one.audience == audience)
    if not choice.is_offered:
        raise AudienceNotOffered(choice.why_not or _("Your team can no longer choose this; please choose again."))
    return []


def _write(reflection: Reflection, prompt: Prompt, content: dict[str, str], version: int, at: datetime) -> Answer:
    found = Answer.objects.filter(reflection=reflection, prompt=prompt).first()
    if found is None:
        try:
            with transaction.atomic():
                return Answer.objects.create(reflection=reflection, prompt=prompt, saved_at=at, **content)
        except IntegrityError:
            found = Answer.objects.get(reflection=reflection, prompt=prompt)
    if all(getattr(found, name) == value for name, value in content.items()):
        return found
    changed = Answer.objects.filter(pk=found.pk, version=version).update(
        **content, version=F("version") + 1, saved_at=at
    )
    found.refresh_from_db()
    if not changed:
        raise AnswerChanged(found)
    return found


@transaction.atomic
def submit_reflection(reflection: Reflection, *, by: Person, at: datetime, is_on_paper: bool = False) -> None:
    """Say that one is ready: from now on others see *that*, and each answer's audience sees the answer.

    Raises `AnswersMissing` where a needed prompt is empty; on paper none is needed. Twice is once.
    """
    missing = [] if is_on_paper else missing_prompts(reflection)
    if missing:
        raise AnswersMissing(missing)
    session = ReflectionSession.objects.select_related("cycle__school", "team").get(pk=reflection.session_id)
    changed = Reflection.objects.filter(pk=reflection.pk, submitted_at__isnull=True).update(
        submitted_at=at,
        is_on_paper=is_on_paper,
        is_late=queries.has_begun(session),
        is_after_ilt=_ilt_has_begun(session),
    )
    reflection.refresh_from_db()
    if changed:
        notices.forget_reflection(reflection, at=at)
        audit.record("reflection ready", reflection, by=by, at=at, school=session.cycle.school)


def _ilt_has_begun(session: ReflectionSession) -> bool:
    ilt = queries.ilt_session(session)
    return ilt is not None and queries.has_begun(ilt)


def missing_prompts(reflection: Reflection) -> list[Prompt]:
    """Needed prompts without an answer, in order. 3 queries."""
    answers = Answer.objects.filter(reflection=reflection)
    answered = {answer.prompt_id for answer in answers if not answer.is_empty}
    verdicts = GoalVerdict.objects.filter(answer__reflection=reflection).select_related("answer")
    answered |= {verdict.answer.prompt_id for verdict in verdicts if not verdict.is_empty}
    needed = Prompt.objects.filter(template=reflection.template_id, is_required=True).order_by("position")
    return [prompt for prompt in needed if prompt.pk not in answered]


@transaction.atomic
def reopen_reflection(reflection: Reflection, *, by: Person, at: datetime) -> None:
    """Take it up again: nobody sees its answers until it is handed in anew. Raises `MeetingBegun` once people meet.

    `PoolOpened` where the ILT has met and reads lines of it.
    """
    session = ReflectionSession.objects.select_related("cycle__school", "team").get(pk=reflection.session_id)
    if queries.has_begun(session):
        raise MeetingBegun
    # what too few could have written was not told to the ILT, so it may be told to somebody else
    if queries.has_pooled_lines(reflection) and queries.reaches_ilt(reflection, session):
        raise PoolOpened
    changed = Reflection.objects.filter(pk=reflection.pk, submitted_at__isnull=False).update(
        submitted_at=None, is_on_paper=False
    )
    reflection.refresh_from_db()
    if changed:
        notices.remind_again(reflection, at=at)
        audit.record("reflection taken up again", reflection, by=by, at=at, school=session.cycle.school)


@dataclass(frozen=True)
class Ticks:
    """Whom a page showed ticked and who was ticked when it was sent, by id: only what differs was said by somebody."""

    shown: frozenset[int]
    sent: frozenset[int]

    @property
    def changed(self) -> frozenset[int]:
        return self.shown ^ self.sent


@transaction.atomic
def tick_people(session: ReflectionSession, *, on_paper: Ticks, talked: Ticks, by: Person, at: datetime) -> None:
    """What a lead says for their team: who did the template on paper, and with whom a 1:1 was held.

    What somebody else ticked since the page was loaded stays. Whoever has begun on screen is left as they are: only
    they hand in what they wrote. A meeting that has begun takes nothing back.
    """
    lines = queries.tick_lines(session, by)
    for line in lines:
        wanted = line.pk in on_paper.sent
        if line.may_paper and line.pk in on_paper.changed and wanted != line.is_on_paper:
            _tick_paper(session, Person.objects.get(pk=line.pk), is_done=wanted, by=by, at=at)
    among = [line.pk for line in lines if line.pk in talked.changed]
    plan_actions.mark_check_ins(session, held=talked.sent, among=among, by=by, at=at)


def _tick_paper(session: ReflectionSession, person: Person, *, is_done: bool, by: Person, at: datetime) -> None:
    reflection = begin_reflection(session, by=person, at=at)
    if is_done:
        submit_reflection(reflection, by=by, at=at, is_on_paper=True)
    elif not queries.has_begun(session):
        reopen_reflection(reflection, by=by, at=at)
        # nothing was written, so nobody has begun
        Reflection.objects.filter(pk=reflection.pk, answers__isnull=True).delete()
