"""What people hear of steps, advice and decisions, and when that is still wanted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan import around
from cycles.plan.enums import MilestoneKind, SessionState
from cycles.plan.models import ReflectionSession
from teams import notices as teams_notices
from teams.models import Notice, Person
from teams.notices import Mail

from .enums import AdjustmentState
from .models import ActionStep, Adjustment, Advice

STEP_DUE = "step due"
ADVICE_ASKED = "advice asked"
ADVICE_GIVEN = "advice given"
DECISION_MADE = "decision made"
DAYS_BEFORE = 3


def remind_of_step(step: ActionStep, *, at: datetime) -> None:
    """Three days before it is due, in the school's morning; at once where that is already past."""
    school = step.session.cycle.school
    morning = teams_notices.morning_of(school, step.due_on - timedelta(days=DAYS_BEFORE))
    occurrence = step.due_on.isoformat()
    teams_notices.put(
        STEP_DUE,
        thing=step,
        person=step.owner,
        due_at=max(morning, at),
        at=at,
        occurrence=occurrence,
        school=school,
    )


def tell_adviser(advice: Advice, *, at: datetime) -> None:
    school = advice.adjustment.session.cycle.school
    teams_notices.put(ADVICE_ASKED, thing=advice, person=advice.adviser, due_at=at, at=at, school=school)


def tell_of_advice(advice: Advice, *, at: datetime) -> None:
    """To who asked."""
    school = advice.adjustment.session.cycle.school
    if advice.asked_by:
        teams_notices.put(ADVICE_GIVEN, thing=advice, person=advice.asked_by, due_at=at, at=at, school=school)


def tell_of_decision(adjustment: Adjustment, *, by: Person, at: datetime) -> None:
    """To who proposed it and who advised on it; not to who decided. A later decision is told again."""
    advisers = [advice.adviser for advice in adjustment.advice.select_related("adviser")]
    people = {person.pk: person for person in [*advisers, adjustment.proposed_by] if person and person != by}
    teams_notices.put_many(
        DECISION_MADE,
        thing=adjustment,
        people=people.values(),
        due_at=at,
        at=at,
        occurrence=at.isoformat()[:19],
        school=adjustment.session.cycle.school,
    )


# --- what each says, and whether it is still wanted


def _step(notice: Notice) -> ActionStep | None:
    return teams_notices.load(notice, ActionStep, "session__team", "owner")


def _step_wanted(notice: Notice) -> bool:
    """Open, still theirs, still due on that day."""
    step = _step(notice)
    if step is None or step.owner_id != notice.person_id:
        return False
    return step.is_open and step.due_on.isoformat() == notice.occurrence


def _step_mail(notice: Notice) -> Mail:
    step = _step(notice)
    if step is None:
        raise LookupError(notice.thing)
    day = date_format(step.due_on, _("D, M j"))
    return teams_notices.letter(
        notice,
        subject=_("Due %(day)s: %(step)s") % {"day": day, "step": step.text},
        lines=[
            _("You took this on in the %(team)s reflection: %(step)s")
            % {"team": step.session.team.name, "step": step.text},
            _("If it is done, one click says so."),
        ],
        facts=[(_("Due"), day)],
        action=(_("Open my action steps"), reverse("cycles:commitments")),
    )


def _advice(notice: Notice) -> Advice | None:
    related = ("adjustment__session__team", "adjustment__session__cycle__school", "adviser", "asked_by")
    return teams_notices.load(notice, Advice, *related)


def _advice_wanted(notice: Notice) -> bool:
    """Not given yet, and nothing decided without it."""
    advice = _advice(notice)
    return advice is not None and advice.given_at is None and not advice.adjustment.is_decided


def _advice_mail(notice: Notice) -> Mail:
    advice = _advice(notice)
    if advice is None:
        raise LookupError(notice.thing)
    school = advice.adjustment.session.cycle.school
    due_on = advice.due_on
    return teams_notices.letter(
        notice,
        subject=_("%(school)s asks for your advice") % {"school": school.name},
        lines=[
            _("%(name)s asks: %(question)s")
            % {"name": advice.asked_by.name if advice.asked_by else school.name, "question": advice.question},
            _("It is about this proposal: %(text)s") % {"text": advice.adjustment.text},
        ],
        facts=[(_("Wished for by"), date_format(due_on, _("D, M j")))] if due_on else [],
        action=(_("Give advice"), reverse("cycles:adjustment", args=[advice.adjustment_id])),
    )


def _given_wanted(notice: Notice) -> bool:
    advice = _advice(notice)
    return advice is not None and advice.given_at is not None


def _given_mail(notice: Notice) -> Mail:
    advice = _advice(notice)
    if advice is None:
        raise LookupError(notice.thing)
    return teams_notices.letter(
        notice,
        subject=_("%(name)s has given advice") % {"name": advice.adviser.name},
        lines=[
            _("On this proposal: %(text)s") % {"text": advice.adjustment.text},
            _("When it is decided, say how the advice was used."),
        ],
        action=(_("Read the advice"), reverse("cycles:adjustment", args=[advice.adjustment_id])),
    )


def _adjustment(notice: Notice) -> Adjustment | None:
    return teams_notices.load(notice, Adjustment)


def _decision_wanted(notice: Notice) -> bool:
    adjustment = _adjustment(notice)
    return adjustment is not None and adjustment.is_decided


def _decision_mail(notice: Notice) -> Mail:
    adjustment = _adjustment(notice)
    if adjustment is None:
        raise LookupError(notice.thing)
    return teams_notices.letter(
        notice,
        subject=_("Decided: %(text)s") % {"text": adjustment.text},
        lines=[adjustment.decision],
        facts=[(_("Decision"), adjustment.get_state_display())],
        action=(_("See the adjustment"), reverse("cycles:adjustment", args=[adjustment.pk])),
    )


teams_notices.register(
    STEP_DUE, label=gettext_lazy("An action step of yours is due soon"), still_wanted=_step_wanted, render=_step_mail
)
teams_notices.register(
    ADVICE_ASKED, label=gettext_lazy("Your advice is asked"), still_wanted=_advice_wanted, render=_advice_mail
)
teams_notices.register(
    ADVICE_GIVEN, label=gettext_lazy("Advice that you asked for"), still_wanted=_given_wanted, render=_given_mail
)
teams_notices.register(
    DECISION_MADE,
    label=gettext_lazy("A decision on an adjustment"),
    still_wanted=_decision_wanted,
    render=_decision_mail,
)


# --- the steps after a meeting that wait on the leader


def _undecided(sessions: Sequence[ReflectionSession]) -> list[tuple[int, int]]:
    """Session and adjustment, for every change that nobody has decided. 1 query."""
    waiting = [AdjustmentState.PROPOSED, AdjustmentState.ADVICE]
    rows = Adjustment.objects.filter(session__in=[one.pk for one in sessions], state__in=waiting)
    return list(rows.values_list("session_id", "pk"))


def _leaders_of(
    sessions: Sequence[ReflectionSession], circle: around.Circle, open_in: set[int]
) -> dict[int, around.People]:
    """Before a meeting nobody knows what it will propose; after it, only what it proposed waits."""
    return {one.pk: circle.leaders(one) for one in sessions if one.state != SessionState.MET or one.pk in open_in}


def _advice_waiting(sessions: Sequence[ReflectionSession], circle: around.Circle) -> dict[int, around.People]:
    """While a change is undecided and has no advice, or lacks some that was asked for. 2 queries, and the circle's."""
    undecided = _undecided(sessions)
    given: dict[int, list[bool]] = {}
    asked = Advice.objects.filter(adjustment__in=[pk for _session, pk in undecided])
    for adjustment, given_at in asked.values_list("adjustment_id", "given_at"):
        given.setdefault(adjustment, []).append(given_at is not None)
    open_in = {session for session, pk in undecided if not given.get(pk) or not all(given[pk])}
    return _leaders_of(sessions, circle, open_in)


def _decision_waiting(sessions: Sequence[ReflectionSession], circle: around.Circle) -> dict[int, around.People]:
    """While a change is undecided. 1 query, and the circle's."""
    return _leaders_of(sessions, circle, {session for session, _pk in _undecided(sessions)})


around.watch(
    MilestoneKind.ADVICE,
    notice="advice-due",
    label=gettext_lazy("Reminder to get advice on proposed changes"),
    waiting=_advice_waiting,
    words=around.Words(
        subject=gettext_lazy("By %(due)s: advice on what %(team)s proposes"),
        lines=(
            gettext_lazy(
                "%(team)s met %(when)s. A change that it proposes has no advice yet, or not all you asked for."
            ),
            gettext_lazy("Ask those whom it concerns and those who know the matter, before it is decided."),
        ),
        action=gettext_lazy("See the proposals"),
        address=lambda _session: reverse("cycles:adjustments"),
    ),
)
around.watch(
    MilestoneKind.DECISION,
    notice="decision-due",
    label=gettext_lazy("Reminder to decide proposed changes"),
    waiting=_decision_waiting,
    words=around.Words(
        subject=gettext_lazy("By %(due)s: decide what %(team)s proposes"),
        lines=(gettext_lazy("%(team)s met %(when)s. A change that it proposes waits for a decision and its reason."),),
        action=gettext_lazy("See the proposals"),
        address=lambda _session: reverse("cycles:adjustments"),
    ),
)
