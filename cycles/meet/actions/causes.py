"""The chain of whys of a chosen topic, and the root cause that the group agrees on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet.enums import CauseCategory
from cycles.meet.models import Cause, Topic
from teams.models import Person

from .keys import key_of, once
from .refusals import CauseNotOurs, TopicNotChosen
from .steps import touch


@transaction.atomic
def propose_cause(
    topic: Topic,
    *,
    text: str,
    category: CauseCategory | str,
    evidence: str,
    by: Person,
    at: datetime,
    key: UUID | None = None,
) -> Cause:
    """Add a link to a chosen topic's chain of whys, under the last one. The same under the same `key` is added once."""
    own = {"proposed_by": by, "key": key and key_of(key, topic.pk, category, text, evidence)}
    if key and (kept := Cause.objects.filter(**own).first()):
        return kept
    touch(topic.meeting)
    if not Topic.objects.filter(pk=topic.pk, is_chosen=True).exists():
        raise TopicNotChosen(_("Choose this topic first; then look for its cause."))
    return once(Cause.objects, own, {"topic": topic, "text": text, "category": category, "evidence": evidence})


@transaction.atomic
def agree_cause(cause: Cause, *, is_within_control: bool, is_not_a_person: bool, by: Person, at: datetime) -> None:
    """The group agrees on the root cause of a topic: within its control, and not a person. One per topic."""
    if not (is_within_control and is_not_a_person):
        raise CauseNotOurs(
            _("A cause that we agree on is within our control and is not a person. If it is neither, ask why again.")
        )
    touch(cause.topic.meeting)
    Cause.objects.filter(topic=cause.topic_id).update(agreed_at=None)
    cause.is_within_control, cause.is_not_a_person, cause.agreed_at = True, True, at
    cause.save(update_fields=["is_within_control", "is_not_a_person", "agreed_at"])
