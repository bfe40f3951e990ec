"""How the demo's cycles went: told through the actions that people use, each at its own time."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cycles.adjust import actions as adjust
from cycles.adjust.enums import AdjustmentState, Scope, StepState
from cycles.adjust.models import Adjustment
from cycles.meet.models import Cause
from cycles.plan import actions as plan
from cycles.plan.enums import MilestoneKind, Reply
from cycles.plan.models import Cycle, ReflectionSession
from cycles.prepare import access, actions as prepare
from cycles.prepare.enums import Audience, PromptKind
from cycles.prepare.models import Reflection
from cycles.prepare.queries import goals_to_judge
from cycles.prepare.verdicts import save_verdict
from cycles.share import actions as share
from cycles.share.enums import Response
from cycles.share.models import Review
from teams.enums import Verdict
from teams.models import Person, Team, Term

from .people import DemoDistrict, DemoSchool
from .room import TEXTS, Room, hold, words_of, workday


def at(demo: DemoSchool, day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on the school's wall clock."""
    return datetime.combine(day, time(hour, minute), tzinfo=demo.school.zone)


def people_of(demo: DemoSchool, team: Team) -> list[Person]:
    """The team's people, its facilitator first."""
    if team == demo.ilt:
        return [demo.assistant, demo.leader, *demo.leads]
    place = demo.teams.index(team)
    return [demo.leads[place], *demo.members[place]]


def open_cycle(demo: DemoSchool, term: Term, on: date) -> Cycle:
    return plan.open_cycle(demo.school, term=term, by=demo.leader, at=at(demo, on, 8))


def schedule(demo: DemoSchool, cycle: Cycle, team: Team, meets_on: date, told_on: date) -> Room:
    """Give the team's session a time, and let people answer the invitation."""
    session = cycle.sessions.get(team=team)
    people = people_of(demo, team)
    plan.schedule_session(
        session,
        meets_on=meets_on,
        meets_at=team.usual_time or time(15, 30),
        minutes=90,
        place=team.usual_place,
        facilitator=people[0],
        deputy=people[1],
        note_taker=people[2],
        timekeeper=people[3],
        version=session.version,
        by=demo.leader,
        at=at(demo, told_on, 9),
    )
    fresh = ReflectionSession.objects.select_related("cycle__school", "team").get(pk=session.pk)
    for place, invitation in enumerate(fresh.invitations.select_related("person").order_by("pk")):
        if place % 5 != 4:
            plan.reply_to_invitation(invitation, reply=Reply.YES, by=invitation.person, at=at(demo, told_on, 12))
    return Room(demo, fresh, people, demo.teams.index(team) if team in demo.teams else 0)


def freeze(room: Room, days_before: int = 5) -> None:
    assert room.session.meets_on is not None  # noqa: S101
    day = room.session.meets_on - timedelta(days=days_before)
    plan.freeze_packet(room.session, by=room.demo.leader, at=at(room.demo, day, 16))
    # all files of the demo come in on the day it is made; none is newer than what was frozen from them
    ReflectionSession.objects.filter(pk=room.session.pk).update(packet_checked_at=timezone.now())


def reflect(room: Room, people: list[Person], days_before: int = 2) -> None:
    """Let `people` fill their templates and hand them in."""
    assert room.session.meets_on is not None  # noqa: S101
    day = room.session.meets_on - timedelta(days=days_before)
    for number, person in enumerate(people):
        moment = at(room.demo, day, 16, 3 * number)
        reflection = prepare.begin_reflection(room.session, by=person, at=moment)
        for prompt in reflection.template.prompts.order_by("position"):
            first, second, third = _boxes(prompt.kind, number + room.number)
            has_lead = prompt.default_audience != Audience.LEAD or access.leads_of(room.session, person)
            prepare.save_answer(
                reflection,
                prompt=prompt,
                text=first,
                second_text=second,
                third_text=third,
                audience=prompt.default_audience if has_lead else Audience.ME,
                version=0,
                by=person,
                at=moment,
            )
        judge(room, reflection, number, moment)
        prepare.submit_reflection(reflection, by=person, at=moment + timedelta(minutes=18))


def judge(room: Room, reflection: Reflection, number: int, moment: datetime) -> None:
    """Let the person say where each goal stands; not everyone says the same."""
    person, at_hand = reflection.person, list(Verdict)
    for prompt in reflection.template.prompts.filter(kind=PromptKind.GOALS):
        for place, goal in enumerate(goals_to_judge(room.session, person)):
            verdict = at_hand[(place + number // 3) % len(at_hand)]
            save_verdict(
                reflection,
                prompt=prompt,
                sort=goal.sort,
                pk=goal.pk,
                verdict=verdict,
                evidence=TEXTS["verdicts"][verdict],
                version=0,
                by=person,
                at=moment,
            )


def keep_to_plan(room: Room, people: list[Person], *, has_met: bool) -> None:
    """Let the lead mark 1:1s with `people` and the stakeholder feedback; after the meeting, confirm the record."""
    assert room.session.meets_on is not None  # noqa: S101
    moment = at(room.demo, room.session.meets_on - timedelta(days=3), 15)
    ids = {person.pk for person in people}
    plan.mark_check_ins(room.session, held=ids, among=ids, by=room.people[0], at=moment)
    done: dict[str, Any] = {"is_done": True, "by": room.people[0]}
    plan.finish_milestone(room.session, kind=MilestoneKind.FEEDBACK, at=moment, **done)
    if has_met:
        plan.finish_milestone(room.session, kind=MilestoneKind.RECORD, at=room.later(60), **done)


def _boxes(kind: str, number: int) -> list[str]:
    """What somebody writes under a prompt: its one, two or three boxes."""
    rows: list[list[str]] = TEXTS["answers"][kind]
    return [*rows[number % len(rows)], "", ""][:3]


def propose(room: Room) -> Adjustment:
    """The change that follows from the session's first agreed cause."""
    cause = Cause.objects.filter(topic__meeting__session=room.session, agreed_at__isnull=False).order_by("pk")[0]
    words = words_of(room, cause.topic)
    return adjust.propose_adjustment(
        room.session,
        scope=Scope.SCHOOL if room.session.team.is_ilt else Scope.TEAM,
        text=words["adjustment"],
        reason=words["reason"],
        by=room.facilitator,
        at=room.later(60),
        topic=cause.topic,
        cause=cause,
        starts_on=workday(room.at.date() + timedelta(days=28)),
    )


def seek_advice(room: Room, adjustment: Adjustment, adviser: Person, *, answered: bool, decided: bool) -> None:
    """Ask the superintendent; let them answer and the leader decide where the story has come so far."""
    words = TEXTS["advice"]
    due_on = workday(room.at.date() + timedelta(days=6))
    leader = room.demo.leader
    advice = adjust.ask_advice(
        adjustment, adviser=adviser, question=words["question"], due_on=due_on, by=leader, at=room.later(60)
    )
    if answered:
        adjust.give_advice(advice, text=words["text"], by=adviser, at=room.later(24 * 60))
    if decided:
        decide(room, Adjustment.objects.get(pk=adjustment.pk), used_how=words["used_how"])


def decide(room: Room, adjustment: Adjustment, *, used_how: str) -> None:
    """The leader agrees."""
    adjust.decide_adjustment(
        adjustment,
        state=AdjustmentState.AGREED,
        decision=TEXTS["advice"]["decision"],
        by=room.demo.leader,
        at=room.later(60),
        used_how=used_how,
    )


def keep_promises(room: Room, *, but: int) -> None:
    """The owners do their steps on the day that they are due; the last `but` of them stay open."""
    steps = list(room.session.action_steps.select_related("owner").order_by("pk"))
    for step in steps[: len(steps) - but]:
        moment = at(room.demo, step.due_on, 16)
        adjust.settle_action_step(step, state=StepState.DONE, note=TEXTS["became"]["done"], by=step.owner, at=moment)


def tell_families_and_staff(demo: DemoSchool, cycle: Cycle, moment: datetime, *, published: bool) -> None:
    summary = share.draft_summary(cycle, by=demo.leader, at=moment)
    if published:
        share.publish_summary(summary, by=demo.leader, at=moment + timedelta(hours=3))


def respond(cycle: Cycle, moment: datetime) -> None:
    for review in Review.objects.filter(summary__cycle=cycle).select_related("reviewer"):
        share.respond_to_summary(
            review, response=Response.RESPONDED, comment=TEXTS["response"], by=review.reviewer, at=moment
        )


def tell_last_spring(district: DemoDistrict, term: Term) -> None:
    """A finished cycle in every school: met, adjusted, told, answered, closed."""
    for demo, adviser in _with_advisers(district):
        cycle = open_cycle(demo, term, workday(term.ends_on - timedelta(days=42), -1))
        first = workday(term.ends_on - timedelta(days=16))
        for number, team in enumerate([*demo.teams, demo.ilt]):
            room = schedule(demo, cycle, team, workday(first + timedelta(days=2 * number)), first - timedelta(days=20))
            freeze(room)
            reflect(room, room.people)
            hold(room)
            keep_to_plan(room, room.people, has_met=True)
            adjustment = propose(room)
            if team == demo.ilt:
                seek_advice(room, adjustment, adviser, answered=True, decided=True)
            else:
                decide(room, adjustment, used_how="")
            keep_promises(room, but=1 if team == demo.ilt else 0)
        end = workday(term.ends_on)
        tell_families_and_staff(demo, cycle, at(demo, end, 10), published=True)
        respond(cycle, at(demo, workday(end + timedelta(days=3)), 15))
        plan.close_cycle(
            Cycle.objects.get(pk=cycle.pk), by=demo.leader, at=at(demo, workday(end + timedelta(days=5)), 9)
        )


def _with_advisers(district: DemoDistrict) -> list[tuple[DemoSchool, Person]]:
    return [
        (demo, district.superintendents[demo.school.network.code if demo.school.network else ""])
        for demo in district.schools
    ]


def tell_this_winter(district: DemoDistrict, term: Term, now: datetime) -> None:
    """One school in the middle of it, one that waits for its superintendent, one that writes its summary."""
    (middle, its_adviser), (waiting, _east), (writing, west) = _with_advisers(district)
    _in_the_middle(middle, term, its_adviser, district.partner, now)
    told = _all_met(waiting, term, _east, now, days_ago=9, decided=True)
    tell_families_and_staff(waiting, told, now - timedelta(days=2), published=True)
    drafted = _all_met(writing, term, west, now, days_ago=2, decided=False)
    tell_families_and_staff(writing, drafted, now - timedelta(hours=20), published=False)
    plan.renew_open_proposals(at=now)


def _in_the_middle(demo: DemoSchool, term: Term, adviser: Person, partner: Person, now: datetime) -> None:
    """Grade 2 has met, grade 3 is meeting, grade 4 prepares, grade 5 has no time, the ILT has one and a guest."""
    today = now.astimezone(demo.school.zone).date()
    told = workday(today - timedelta(days=16), -1)
    cycle = open_cycle(demo, term, workday(today - timedelta(days=18), -1))
    met, meeting, preparing, _untimed = demo.teams
    room = schedule(demo, cycle, met, workday(today - timedelta(days=6), -1), told)
    freeze(room)
    reflect(room, room.people)
    hold(room)
    keep_to_plan(room, room.people, has_met=True)
    seek_advice(room, propose(room), adviser, answered=False, decided=False)
    room = schedule(demo, cycle, meeting, today, told)
    room.at = now - timedelta(minutes=40)
    freeze(room)
    reflect(room, room.people[:-1])
    hold(room, stop_at="progress")
    keep_to_plan(room, room.people[:-1], has_met=False)
    room = schedule(demo, cycle, preparing, workday(today + timedelta(days=3)), told)
    freeze(room, days_before=6)
    reflect(room, room.people[:5], days_before=4)
    keep_to_plan(room, room.people[:4], has_met=False)
    room = schedule(demo, cycle, demo.ilt, workday(today + timedelta(days=9)), told)
    plan.invite_guest(room.session, person=partner, sees_packet=False, by=demo.leader, at=at(demo, told, 13))


def _all_met(demo: DemoSchool, term: Term, adviser: Person, now: datetime, *, days_ago: int, decided: bool) -> Cycle:
    """Every team and the ILT have met; the ILT's adjustment has been advised on."""
    today = now.astimezone(demo.school.zone).date()
    last = workday(today - timedelta(days=days_ago), -1)
    told = workday(last - timedelta(days=18), -1)
    cycle = open_cycle(demo, term, workday(told - timedelta(days=2), -1))
    for number, team in enumerate([*demo.teams, demo.ilt]):
        before = 0 if team == demo.ilt else 2 * (len(demo.teams) - number)
        room = schedule(demo, cycle, team, workday(last - timedelta(days=before), -1), told)
        freeze(room)
        reflect(room, room.people)
        hold(room)
        keep_to_plan(room, room.people, has_met=True)
        adjustment = propose(room)
        if team == demo.ilt:
            room.at = min(room.at, now - timedelta(hours=30))
            seek_advice(room, adjustment, adviser, answered=True, decided=decided)
    return Cycle.objects.get(pk=cycle.pk)
