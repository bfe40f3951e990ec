"""Who would see an answer, named as the chip says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cycles.plan.models import ReflectionSession
from cycles.prepare import access
from cycles.prepare.enums import Audience
from teams.models import Person

from .kinds import kinds_of
from .pool import SMALLEST_GROUP, PoolOffer, pool_offer


@dataclass(frozen=True)
class AudienceChoice:
    """One choice on the chip: `who` are its readers by name; `why_not` is told where it can't be chosen.

    `is_silent`: not meant for this team at all, so nothing is said of it.
    """

    audience: Audience
    label: str
    who: str
    why_not: str = ""
    is_silent: bool = False

    @property
    def is_offered(self) -> bool:
        return not self.why_not and not self.is_silent


def names_of(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)


def unnamed_is_offered(session: ReflectionSession, author: Person, readers: Iterable[Person]) -> bool:
    """Whether at least five people with the author's kind of template are there besides any reader. 3 queries."""
    kinds = kinds_of(session)
    alike = {pk for pk, kind in kinds.items() if kind == kinds.get(author.pk)}
    return min([len(alike - {reader.pk}) for reader in readers], default=len(alike)) >= SMALLEST_GROUP


def audience_choices(session: ReflectionSession, author: Person) -> list[AudienceChoice]:
    """Who could read the author's answers, named as the chip says it. 7 queries, 13 in a small team."""
    leads = access.leads_of(session, author)
    readers = list(access.readers_of_group(session).exclude(pk=author.pk).order_by("name"))
    enough = unnamed_is_offered(session, author, readers)
    return [
        AudienceChoice(Audience.ME, _("Only me"), _("only you")),
        AudienceChoice(
            Audience.LEAD,
            _("My lead"),
            names_of(leads),
            "" if leads else _("Nobody leads you in this session; invite your superintendent to share with them."),
        ),
        AudienceChoice(
            Audience.UNNAMED,
            _("The group, without my name"),
            _("%(names)s, to bring to the group without your name") % {"names": names_of(readers)},
            ""
            if enough
            else _("Not offered here: at least five others must be able to have written it, whoever reads it."),
        ),
        _pooled(session, author, is_small=not enough),
        AudienceChoice(
            Audience.NAMED,
            _("The group, with my name"),
            _("%(names)s, to bring to the group with your name") % {"names": names_of(readers)},
        ),
    ]


def _pooled(session: ReflectionSession, author: Person, *, is_small: bool) -> AudienceChoice:
    """A small team's way to say something without a name."""
    offer = pool_offer(session, author) if is_small else PoolOffer()
    names = names_of(offer.readers) or _("the ILT")
    why_not = _("Not offered here: in all small teams together at least five others must be able to have written it.")
    return AudienceChoice(
        Audience.POOLED,
        _("The ILT, without my name or team"),
        _("%(names)s, mixed with lines of the school's other small teams") % {"names": names},
        why_not if offer.is_small and not offer.is_large_enough else "",
        is_silent=not offer.is_small,
    )
