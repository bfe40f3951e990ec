"""Doors of `cycles`: one row for each address, see `table.py`."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from cycles.meet import actions as meet
from cycles.meet.boxes import CardBox
from cycles.meet.early import EarlyCard
from cycles.meet.models import Protocol
from cycles.meet.protocols import drafting as protocols
from cycles.plan import actions as plan
from cycles.plan.models import Invitation, PollSlot, Resource, SlotPoll
from cycles.prepare.drafting import begin_draft
from cycles.prepare.models import Prompt
from data_imports.actions import pin_note
from teams.enums import CycleKind
from tests.cycles.making import dated, open_cycle, schedule
from tests.cycles.plan.packets import CHANGE, LEVELS, chart, freeze_by_hand
from tests.doors.table import EVERYONE, row


def things(people: Any) -> dict[str, Any]:
    """What the rows ask for, beside the attributes of `people`.

    `session` is the teacher team's, scheduled, with a facilitator from outside the team; nobody else is invited. Its
    packet is frozen for the school, with a note of `people.teacher`.
    """
    cycle, foreign_cycle = open_cycle(people), open_cycle(people, school=people.other_school)
    prompt, lead_prompt = (
        Prompt.objects.filter(template__kind=kind, template__cycle_kind="mid_year", kind="goals").first()
        for kind in ("teacher", "lead")
    )
    session = dated(schedule(cycle, people.team, facilitator=people.facilitator))
    foreign_session = schedule(foreign_cycle, people.foreign_team)
    freeze_by_hand(session, chart(), chart(CHANGE), profile="B")
    freeze_by_hand(foreign_session, chart(), profile="B")
    meeting_session = _meeting(people, people.school, people.team, people.facilitator)
    foreign_meeting_session = _meeting(people, people.other_school, people.foreign_team, people.other_leader)
    return {
        **_room(meeting_session, people.facilitator, people.teacher),
        **{
            f"foreign_{name}": thing
            for name, thing in _room(foreign_meeting_session, people.other_leader, people.outsider).items()
        },
        **_poll(meeting_session),
        **{f"foreign_{name}": thing for name, thing in _poll(foreign_meeting_session).items()},
        "cycle": cycle,
        "foreign_cycle": foreign_cycle,
        "session": session,
        "foreign_session": foreign_session,
        "invitation": Invitation.objects.get(session=session, person=people.teacher),
        "foreign_invitation": Invitation.objects.get(session=foreign_session, person=people.outsider),
        "feed_token": plan.make_feed(by=people.teacher, at=timezone.now()),
        "note": _note(session, people.teacher),
        "foreign_note": _note(foreign_session, people.outsider),
        "prompt": prompt,
        "foreign_prompt": prompt,
        "foreign_goal": people.goal,
        "lead_prompt": lead_prompt,
        "template": prompt.template,
        "resource": Resource.objects.create(step="prepare", title="Norms", link="https://example.org/norms"),
        "protocol": (protocol := Protocol.objects.get(kind="fishbone", is_current=True)),
        "protocol_draft": protocols.begin_draft(protocol, by=people.district, at=timezone.now()),
        "early_card": _early(session, people.teacher),
        "foreign_early_card": _early(foreign_session, people.outsider),
        "draft": begin_draft(prompt.template, by=people.district, at=timezone.now()),
    }


def _early(session: Any, by: Any) -> Any:
    """What somebody wrote ahead of the meeting."""
    meet.write_ahead(session, kind="success", text="a", because="b", by=by, at=timezone.now())
    return EarlyCard.objects.get(session=session)


def _poll(session: Any) -> dict[str, Any]:
    """An open poll among those invited, with one time on offer."""
    at = timezone.now()
    poll = SlotPoll.objects.create(session=session, opened_at=at, closes_at=at + timedelta(days=2))
    slot = PollSlot.objects.create(poll=poll, meets_on=at.date(), meets_at=time(9), minutes=60)
    return {"poll": poll, "poll_slot": slot}


def _note(session: Any, by: Any) -> Any:
    cell = {"chart": LEVELS, "row": "Grade 4", "column": "Winter"}
    return pin_note(session.packet, **cell, kind="wonder", text="Why?", by=by, at=timezone.now())


def _meeting(people: Any, school: Any, team: Any, facilitator: Any) -> Any:
    """A session that meets now, in the end-of-year cycle."""
    session = schedule(open_cycle(people, school=school, kind=CycleKind.END_OF_YEAR), team, facilitator=facilitator)
    meet.open_meeting(session, by=facilitator, at=timezone.now())
    return session


def _room(session: Any, leads: Any, writes: Any) -> dict[str, Any]:
    """The meeting's session with a shown success of `writes`, a chosen topic, and a link of its chain."""
    meeting, at = session.meeting, timezone.now()
    for kind in ("success", "growth"):
        while meeting.phase.kind != {"success": "progress", "growth": "growth"}[kind]:
            meet.advance_phase(meeting, step=meeting.step, by=leads, at=at)
        meet.write_card(meeting, kind=kind, text="a", because="b", by=writes, at=at)
        meet.reveal_cards(meeting, by=leads, at=at)
    topic = meet.group_cards(meeting, cards=list(meeting.cards.filter(kind="growth")), title="t", by=leads, at=at)
    meet.choose_topics(meeting, topics=[topic], by=leads, at=at)
    topic.refresh_from_db()
    CardBox.objects.create(session=session, phase=meeting.phase)
    cause = meet.propose_cause(topic, text="c", category="time", evidence="", by=writes, at=at)
    parked = meet.write_card(meeting, kind="parked", text="p", by=writes, at=at)
    cards = {"card": meeting.cards.get(kind="success"), "parked_card": parked}
    return {"meeting_session": session, **cards, "topic": topic, "cause": cause}


TEAM = "lead teacher member"
BESIDE = "leader facilitator superintendent"
NOT_PLANNING = "teacher member facilitator superintendent"
NOT_LEADING = "lead teacher member facilitator superintendent partner district steward outsider"
NOT_SAYING_DAYS = NOT_LEADING.replace(" district", "")
WRITERS = f"{TEAM} leader facilitator"
WATCHERS = f"{TEAM} leader superintendent"
WRITTEN = ("card-write", "step-finish")
STEERED = (
    "meeting-advance", "meeting-return", "meeting-extend", "meeting-close", "goal-revisit", "cards-reveal",
    "cards-group", "groups-undo", "kin-suggest", "votes-open", "votes-close", "topics-choose",
    "meeting-advance", "meeting-return", "meeting-pause", "meeting-extend", "meeting-close", "goal-revisit",
    "essential-answer",    "cards-reveal", "cards-group", "votes-open", "votes-close", "topics-choose",
)  # fmt: skip
NOT_OPENING = "lead teacher member facilitator superintendent"
SETTLED = {"pk": "poll", "slot_pk": "poll_slot"}
BULK = ("proposals-confirm", "sessions-postpone", "choices-clear", "contract-day-set")
HOLDS = ("hold", "release")
NOTE = {"pk": "session", "note_pk": "note"}
LOOKING = "district leader other_leader"
NOT_LOOKING = "lead teacher member facilitator superintendent partner steward outsider"
NOT_THE_DISTRICT = f"leader other_leader {NOT_LOOKING}"
ASKED = {"pk": "session", "prompt_pk": "prompt"}
EARLY = {"pk": "session", "card_pk": "early_card"}
VERDICT = {**ASKED, "sort": "=goal", "goal_pk": "goal"}
TOPIC = {"pk": "meeting_session", "topic_pk": "topic"}
ROWS = [
    # today, the board, the session page
    row("cycles:today", ok=EVERYONE),
    row("cycles:today-news", ok=EVERYONE),
    row("cycles:board", ok=EVERYONE.replace(" steward", ""), no="steward"),
    row("cycles:session", "session", ok=f"{TEAM} {BESIDE}"),
    row("cycles:session-plan", "session", ok=f"{TEAM} {BESIDE}"),
    # prepare
    row("cycles:prepare", "session", ok=TEAM, no=BESIDE),
    row("cycles:prepare-mine", "session", ok=TEAM, no=BESIDE),
    row("cycles:prepare-shared", "session", ok="lead leader facilitator", no="teacher member superintendent"),
    row("cycles:answer-save", ok="teacher member", no=BESIDE, args={"pk": "session", "prompt_pk": "prompt"}, post=True),
    row("cycles:answer-save", ok="lead", no=BESIDE, args={"pk": "session", "prompt_pk": "lead_prompt"}, post=True),
    row("cycles:verdict-save", ok="teacher member", no=BESIDE, args=VERDICT, post=True),
    row("cycles:verdict-save", ok="lead", no=BESIDE, args=VERDICT | {"prompt_pk": "lead_prompt"}, post=True),
    *(
        row(f"cycles:citation-{page}", ok="teacher member", no=BESIDE, args=ASKED, post=page == "add")
        for page in ("new", "add")
    ),
    row("cycles:citation-remove", ok=TEAM, no=BESIDE, args={"pk": "session", "citation_pk": "=1"}, post=True),
    row("cycles:prepare-print", "session", ok=TEAM, no=BESIDE),
    row("cycles:reflection-submit", "session", ok=TEAM, no=BESIDE, post=True),
    row("cycles:draft-key-give", ok=EVERYONE, post=True),
    row("cycles:own-words", ok=EVERYONE),
    row("cycles:words-delete", "session", ok=TEAM, no=BESIDE, post=True),
    *(
        row(
            f"cycles:example-{change}",
            args={"pk": "session", "prompt_pk": "lead_prompt"},
            ok="lead",
            no=f"teacher member {BESIDE}",
            post=True,
        )
        for change in ("show", "take-back")
    ),
    row("cycles:reflection-reopen", "session", ok=TEAM, no=BESIDE, post=True),
    # the district's templates
    row("cycles:templates", ok=LOOKING, no=NOT_LOOKING),
    row("cycles:template", "template", ok=LOOKING, no=NOT_LOOKING),
    row("cycles:template-print", "template", ok=LOOKING, no=NOT_LOOKING),
    row("cycles:draft-begin", "template", ok="district", no=NOT_THE_DISTRICT, post=True),
    row("cycles:template", "draft", ok="district", no=NOT_LOOKING),
    row("cycles:template-edit", "draft", ok="district", no=NOT_THE_DISTRICT),
    *(
        row(f"cycles:draft-{change}", "draft", ok="district", no=NOT_THE_DISTRICT, post=True)
        for change in ("save", "publish", "discard")
    ),
    # the district's links
    row("cycles:resources", ok="district", no=NOT_THE_DISTRICT),
    row("cycles:resource-add", ok="district", no=NOT_THE_DISTRICT, post=True),
    *(
        row(f"cycles:resource-{change}", "resource", ok="district", no=NOT_THE_DISTRICT, post=True)
        for change in ("change", "remove")
    ),
    # plan
    row("cycles:cycle", "cycle", ok="leader lead facilitator superintendent", no="teacher member"),
    row("cycles:cycle-new", ok="leader other_leader", no=NOT_LEADING),
    row("cycles:cycle-open", ok="leader other_leader", no=NOT_LEADING, post=True),
    row("cycles:cycle-close", "cycle", ok="leader", no="lead teacher member facilitator superintendent", post=True),
    *(row(f"cycles:{change}", "cycle", ok="leader", no=NOT_OPENING, post=True) for change in BULK),
    row("cycles:slot", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:slot-clashes", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:session-move", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:poll-new", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:poll-open", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:poll", "poll", ok=f"{TEAM} leader", no="facilitator superintendent"),
    row("cycles:poll-answer", "poll", ok=TEAM, no=BESIDE, post=True),
    row("cycles:poll-settle", args=SETTLED, ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:poll-cancel", "poll", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:schedule", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:schedule-clashes", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:session-schedule", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:session-cancel", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:session-calendar", "session", ok=f"{TEAM} {BESIDE}"),
    row("cycles:packet", "session", ok=f"{TEAM} leader superintendent", no="facilitator"),
    row("cycles:packet-notes", "session", ok=f"{TEAM} leader superintendent", no="facilitator"),
    row("cycles:packet-state", "session", ok=f"{TEAM} leader superintendent", no="facilitator"),
    row("cycles:packet-freeze", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:revalidation", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:revalidation-record", "session", ok="leader lead", no=NOT_PLANNING, post=True, then=302),
    *(
        row(f"cycles:packet-{page}", "session", ok=f"{TEAM} leader superintendent", no="facilitator")
        for page in ("print", "difference")
    ),
    row(
        "cycles:packet-download",
        args={"pk": "session", "kind": "=xlsx"},
        ok=f"{TEAM} leader superintendent",
        no="facilitator",
    ),
    *(row(f"cycles:chart-{change}", "session", ok="leader lead", no=NOT_PLANNING, post=True) for change in HOLDS),
    row(
        "cycles:note-pin",
        "session",
        ok=f"{TEAM} leader",
        no="facilitator superintendent",
        post=True,
        data={"chart": LEVELS},
    ),
    *(
        row(f"cycles:note-{change}", args=NOTE, ok="teacher", no="facilitator superintendent", post=True)
        for change in ("change", "remove")
    ),
    # predict, then see
    row("cycles:prediction-save", "session", ok=f"{TEAM} leader superintendent", no="facilitator", post=True),
    row("cycles:charts-reveal", "session", ok="leader facilitator", no=f"{TEAM} superintendent", post=True),
    row("cycles:charts-reveal", "meeting_session", ok="facilitator", no=WATCHERS, post=True),
    row("cycles:my-calendar", ok=EVERYONE),
    row("cycles:feed-make", ok=EVERYONE, post=True),
    row("cycles:feed-close", ok=EVERYONE, post=True),
    row("cycles:feed", args={"token": "feed_token"}, public=True),
    # around the meeting: days, ticks, nudges
    row("cycles:around", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:around-save", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row(
        "cycles:milestone-finish",
        args={"pk": "session", "kind": "=feedback"},
        ok="leader lead facilitator",
        no="teacher member superintendent",
        post=True,
    ),
    row("cycles:people-tick", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:session-nudge", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:cycle-nudge", "cycle", ok="superintendent", no=f"{TEAM} leader facilitator", post=True),
    row("cycles:usual-days", ok="leader other_leader district", no=NOT_SAYING_DAYS),
    row("cycles:usual-days-save", ok="leader other_leader district", no=NOT_SAYING_DAYS, post=True),
    row("cycles:invitation-reply", "invitation", ok="teacher", post=True),
    # the district's protocols, and the choice for a meeting
    row("cycles:protocols", ok=LOOKING, no=NOT_LOOKING),
    row("cycles:protocol", "protocol", ok=f"{LOOKING} facilitator", no=NOT_LOOKING.replace(" facilitator", "")),
    row("cycles:protocol", "protocol_draft", ok="district", no=NOT_LOOKING.replace(" facilitator", "")),
    row("cycles:protocol-draft-begin", "protocol", ok="district", no=NOT_THE_DISTRICT, post=True),
    row("cycles:protocol-edit", "protocol_draft", ok="district", no=NOT_THE_DISTRICT),
    *(
        row(f"cycles:protocol-draft-{change}", "protocol_draft", ok="district", no=NOT_THE_DISTRICT, post=True)
        for change in ("save", "publish", "discard")
    ),
    row("cycles:session-protocol", "session", ok="leader facilitator", no=f"{TEAM} superintendent"),
    row("cycles:protocol-choose", "session", ok="leader facilitator", no=f"{TEAM} superintendent", post=True),
    row("cycles:rehearsal", "session", ok="leader facilitator", no=f"{TEAM} superintendent"),
    row("cycles:rehearsal", "meeting_session", ok="leader facilitator", no=f"{TEAM} superintendent"),
    row(
        "cycles:protocol-rehearsal", "protocol", ok=f"{LOOKING} facilitator", no=NOT_LOOKING.replace(" facilitator", "")
    ),
    # meet: the faces and the stream
    row("cycles:room", "session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:room-phase", "meeting_session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:room-lines", "meeting_session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:room-cells", "meeting_session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:ahead", "session", ok=WRITERS, no="superintendent"),
    row("cycles:ahead", "meeting_session", ok=WRITERS, no="superintendent", then=302),
    row("cycles:ahead-cells", "session", ok=WRITERS, no="superintendent"),
    *(
        row(f"cycles:ahead-{change}", "session", ok=WRITERS, no="superintendent", post=True)
        for change in ("write", "pass")
    ),
    *(
        row(f"cycles:ahead-{change}", args=EARLY, ok="teacher", no="superintendent", post=True)
        for change in ("change", "withdraw")
    ),
    row("cycles:paper-pack", "session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:paper-entry", "meeting_session", ok="facilitator", no=WATCHERS),
    row("cycles:paper-enter", "meeting_session", ok="facilitator", no=WATCHERS, post=True),
    row("cycles:facilitate", "session", ok="leader facilitator", no=f"{TEAM} superintendent"),
    row("cycles:facilitate-phase", "meeting_session", ok="leader facilitator", no=f"{TEAM} superintendent"),
    row("cycles:screen", "session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:screen-phase", "meeting_session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:screen-code", "session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:meeting-stream", "session", ok=f"{TEAM} leader facilitator", no="superintendent"),
    row("cycles:meeting-open", "session", ok="leader facilitator", no=f"{TEAM} superintendent", post=True),
    row("cycles:meeting-take-over", "meeting_session", ok="leader facilitator", no=f"{TEAM} superintendent", post=True),
    # meet: who may join writes; who leads now steers (the leader has not taken over)
    *(row(f"cycles:{name}", "meeting_session", ok=WRITERS, no="superintendent", post=True) for name in WRITTEN),
    *(row(f"cycles:{name}", "meeting_session", ok="facilitator", no=WATCHERS, post=True) for name in STEERED),
    row("cycles:cards-pass", "meeting_session", ok=WRITERS, no="superintendent", post=True),
    row("cycles:card-seal", public=True, post=True),
    row(
        "cycles:card-withdraw",
        args={"pk": "meeting_session", "card_pk": "card"},
        ok="teacher",
        no="superintendent",
        post=True,
    ),
    row(
        "cycles:parked-send",
        args={"pk": "meeting_session", "card_pk": "parked_card"},
        ok="facilitator",
        no=WATCHERS,
        post=True,
    ),
    row(
        "cycles:card-celebrate",
        args={"pk": "meeting_session", "card_pk": "card"},
        ok="facilitator",
        no=WATCHERS,
        post=True,
    ),
    row("cycles:topic-split", args=TOPIC, ok="facilitator", no=WATCHERS, post=True),
    row("cycles:topic-rename", args=TOPIC, ok="facilitator", no=WATCHERS, post=True),
    row("cycles:topic-vote", args=TOPIC, ok=WRITERS, no="superintendent", post=True),
    row("cycles:cause-propose", args=TOPIC, ok=WRITERS, no="superintendent", post=True),
    row(
        "cycles:cause-agree",
        args={"pk": "meeting_session", "cause_pk": "cause"},
        ok="facilitator",
        no=WATCHERS,
        post=True,
    ),
]
