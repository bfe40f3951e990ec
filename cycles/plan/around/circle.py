"""Who stands around sessions, asked once for any number of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cycles.plan.enums import Reply
from cycles.plan.models import Invitation, ReflectionSession
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership

People = frozenset[int]
NOBODY: People = frozenset()


def _gathered(pairs: Iterable[tuple[int | None, int]]) -> dict[int, People]:
    found: dict[int, set[int]] = {}
    for key, person in pairs:
        if key is not None:
            found.setdefault(key, set()).add(person)
    return {key: frozenset(people) for key, people in found.items()}


@dataclass(frozen=True)
class Circle:
    """Leaders, leads and those asked, for sessions whose cycle and team are fetched. Each is 1 query, when needed."""

    sessions: Sequence[ReflectionSession]

    @cached_property
    def _leaders(self) -> dict[int, People]:
        schools = {session.cycle.school_id for session in self.sessions}
        held = Appointment.objects.on().filter(role=Role.LEADER, school__in=schools, person__is_active=True)
        return _gathered(held.values_list("school_id", "person_id"))

    @cached_property
    def _leads(self) -> dict[int, People]:
        teams = {session.team_id for session in self.sessions}
        held = Membership.objects.on().filter(team__in=teams, position__in=LEADING, person__is_active=True)
        return _gathered(held.values_list("team_id", "person_id"))

    @cached_property
    def _replies(self) -> list[tuple[int, int, str]]:
        asked = Invitation.objects.filter(session__in=[one.pk for one in self.sessions], is_guest=False)
        return list(asked.values_list("session_id", "person_id", "reply"))

    @cached_property
    def _asked(self) -> dict[int, People]:
        return _gathered((session, person) for session, person, _reply in self._replies)

    @cached_property
    def _coming(self) -> dict[int, People]:
        return _gathered((session, person) for session, person, reply in self._replies if reply != Reply.NO)

    def leaders(self, session: ReflectionSession) -> People:
        """The school's leaders today."""
        return self._leaders.get(session.cycle.school_id, NOBODY)

    def leads(self, session: ReflectionSession) -> People:
        """The team's leads today; where it has none, the school's leaders."""
        leaders = self.leaders(session)
        return self._leads.get(session.team_id, NOBODY) or leaders

    def planners(self, session: ReflectionSession) -> People:
        """Who may change the session: its leads and the school's leaders."""
        return self._leads.get(session.team_id, NOBODY) | self.leaders(session)

    def asked(self, session: ReflectionSession) -> People:
        """Everyone invited who is not a guest."""
        return self._asked.get(session.pk, NOBODY)

    def coming(self, session: ReflectionSession) -> People:
        """The same, without those who said that they cannot come: they may prepare, and are not reminded to."""
        return self._coming.get(session.pk, NOBODY)
