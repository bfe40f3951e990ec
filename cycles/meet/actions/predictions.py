"""Predict, then see: what people expect of a held chart, and showing it to them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.plan.models import HeldChart, Prediction, ReflectionSession
from teams import audit
from teams.models import Person

from .refusals import RoomRefusal
from .steps import touch_session


class SeenAlready(RoomRefusal):
    """A prediction is not changed once its author has seen the chart."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("You have seen this chart, so your prediction stays as it is."))


@transaction.atomic
def save_prediction(held: HeldChart, *, text: str, is_skipped: bool, by: Person, at: datetime) -> Prediction:
    """Keep what `by` expects of a chart, or that they skip it: one each, to be changed until they see the chart.

    Who comes after the chart was revealed predicts too, and sees it from then on.
    """
    now = HeldChart.objects.select_for_update().select_related("session").get(pk=held.pk)
    if now.is_revealed and Prediction.objects.filter(held=now, person=by).exists():
        raise SeenAlready
    said = {"text": "" if is_skipped else text, "is_skipped": is_skipped, "at": at}
    prediction, _made = Prediction.objects.update_or_create(held=now, person=by, defaults=said)
    touch_session(now.session)
    return prediction


@transaction.atomic
def reveal_charts(session: ReflectionSession, *, by: Person, at: datetime, chart: str = "") -> int:
    """Show one held chart, or all of them, to everyone who has predicted or skipped; returns how many.

    Whoever reveals without a prediction of their own has skipped. A second time nothing happens.
    """
    waiting = HeldChart.objects.filter(session=session, revealed_at=None)
    keys = list((waiting.filter(chart=chart) if chart else waiting).values_list("pk", flat=True))
    done = HeldChart.objects.filter(pk__in=keys, revealed_at=None).update(revealed_at=at, revealed_by=by)
    if done:
        skipped = [Prediction(held_id=pk, person=by, is_skipped=True, at=at) for pk in keys]
        Prediction.objects.bulk_create(skipped, ignore_conflicts=True)
        audit.record("charts revealed", session, by=by, at=at, school=session.cycle.school, count=done)
        touch_session(session)
    return done
