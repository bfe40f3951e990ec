"""Adjustments: the list, and one with its golden thread and the advice on it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.adjust import access
from cycles.adjust.enums import ADJUSTMENT_STEPS, AdjustmentState
from cycles.adjust.models import ActionStep, Adjustment, Advice, Disposition
from teams.models import Person, School

SHAPES = {
    AdjustmentState.PROPOSED: "quiet",
    AdjustmentState.ADVICE: "waiting",
    AdjustmentState.AGREED: "done",
    AdjustmentState.DECLINED: "off",
}


@dataclass(frozen=True)
class AdjustmentLine:
    """One adjustment in a list. `asks_me`: my advice is asked and not given."""

    pk: int
    text: str
    team: str
    school: str
    scope: str
    shape: str
    word: str
    starts_on: date | None
    asked: int
    given: int
    asks_me: bool


def adjustments_for(person: Person) -> tuple[AdjustmentLine, ...]:
    """All that the person may read: what asks them first, then what is undecided. At most 6 queries."""
    asked_me = Advice.objects.filter(
        adjustment=OuterRef("pk"),
        adviser=person,
        given_at=None,
        adjustment__state__in=[AdjustmentState.PROPOSED, AdjustmentState.ADVICE],
    )
    undecided = Case(When(state__in=[AdjustmentState.PROPOSED, AdjustmentState.ADVICE], then=0), default=1)
    rows = access.readable_adjustments(person).annotate(
        asks_me=Exists(asked_me), asked=Count("advice"), given=Count("advice", filter=Q(advice__given_at__isnull=False))
    )
    return tuple(_line(row) for row in rows.order_by("-asks_me", undecided, "-proposed_at", "-pk")[:200])


def _line(row: Adjustment) -> AdjustmentLine:
    counts = {name: getattr(row, name) for name in ("asked", "given", "asks_me")}
    return AdjustmentLine(
        pk=row.pk,
        text=row.text,
        team=row.session.team.name,
        school=row.session.cycle.school.name,
        scope=row.get_scope_display(),
        shape=SHAPES[AdjustmentState(row.state)],
        word=row.get_state_display(),
        starts_on=row.starts_on,
        **counts,
    )


@dataclass(frozen=True)
class Link:
    """One knot of the golden thread."""

    kind: str
    text: str
    url: str = ""
    state: str = ""
    word: str = ""


@dataclass(frozen=True)
class AdviceLine:
    """Advice asked of one person. `text` is empty where the reader may know that it was asked, not what was said."""

    pk: int
    adviser: str
    asked_by: str
    question: str
    due_on: date | None
    text: str
    given_at: datetime | None
    used_how: str
    is_mine: bool
    is_readable: bool


@dataclass(frozen=True)
class AdjustmentPage:
    """Everything that the page of one adjustment shows."""

    adjustment: Adjustment
    school: School
    shape: str
    thread: tuple[Link, ...]
    advice: tuple[AdviceLine, ...]
    steps: tuple[ActionStep, ...]
    became: tuple[Disposition, ...]
    may_ask: bool
    may_decide: bool
    may_reopen: bool
    is_guest: bool

    @property
    def asks_me(self) -> AdviceLine | None:
        """My advice, while it can be given or changed."""
        mine = (line for line in self.advice if line.is_mine)
        return None if self.adjustment.is_decided else next(mine, None)


def _thread(adjustment: Adjustment, given: int, is_guest: bool) -> tuple[Link, ...]:
    """Goal, topic, cause, adjustment, advice, decision: each that is there, with its page where the reader has it."""
    record = "" if is_guest else reverse("cycles:record", args=[adjustment.session_id])
    topic, cause = adjustment.topic, adjustment.cause
    goal = topic.goal if topic else None
    links = [
        Link(_("Goal"), goal.title, "" if is_guest else reverse("teams:goal", args=[goal.pk])) if goal else None,
        Link(_("Growth topic"), topic.title, record and f"{record}#topic-{topic.pk}") if topic else None,
        Link(_("Root cause"), cause.text, record and f"{record}#topic-{cause.topic_id}") if cause else None,
        Link(_("Adjustment"), adjustment.text, record and f"{record}#adjustments"),
        Link(_("Advice"), _("%(given)s given") % {"given": given}, "#advice") if given else None,
        _decision(adjustment),
    ]
    return tuple(link for link in links if link)


def _decision(adjustment: Adjustment) -> Link | None:
    if not adjustment.is_decided:
        return None
    shape = SHAPES[AdjustmentState(adjustment.state)]
    return Link(_("Decision"), adjustment.decision, "#decision", shape, adjustment.get_state_display())


def adjustment_page(adjustment: Adjustment, person: Person) -> AdjustmentPage:
    """One adjustment for one reader: other people's advice only where the matrix lets them. At most 20 queries."""
    readable = set(access.readable_advice(person).filter(adjustment=adjustment).values_list("pk", flat=True))
    rows = adjustment.advice.select_related("adviser", "asked_by").order_by("asked_at", "pk")
    lines = (_advice(row, person, row.pk in readable) for row in rows)
    steps = ActionStep.objects.filter(session=adjustment.session_id, cause=adjustment.cause_id, cause__isnull=False)
    said = Disposition.objects.filter(adjustment=adjustment).select_related("session__cycle__year")
    may_decide = access.decidable_adjustments(person).filter(pk=adjustment.pk).exists()
    is_guest = not access.recorded_sessions(person).filter(pk=adjustment.session_id).exists()
    advice = tuple(line for line in lines if line.is_mine or not is_guest)
    return AdjustmentPage(
        adjustment=adjustment,
        school=adjustment.session.cycle.school,
        shape=SHAPES[AdjustmentState(adjustment.state)],
        thread=_thread(adjustment, sum(line.given_at is not None for line in advice), is_guest),
        advice=advice,
        steps=() if is_guest else tuple(steps.select_related("owner").order_by("due_on", "pk")),
        became=tuple(said.order_by("recorded_at")),
        may_ask=not adjustment.is_decided and access.editable_adjustments(person).filter(pk=adjustment.pk).exists(),
        may_decide=may_decide and not adjustment.is_decided,
        may_reopen=may_decide and bool(ADJUSTMENT_STEPS[AdjustmentState(adjustment.state)]) and adjustment.is_decided,
        is_guest=is_guest,
    )


def _advice(row: Advice, person: Person, is_readable: bool) -> AdviceLine:
    return AdviceLine(
        pk=row.pk,
        adviser=row.adviser.name,
        asked_by=row.asked_by.name if row.asked_by else "",
        question=row.question if is_readable else "",
        due_on=row.due_on,
        text=row.text if is_readable else "",
        given_at=row.given_at,
        used_how=row.used_how if is_readable else "",
        is_mine=row.adviser_id == person.pk,
        is_readable=is_readable,
    )
