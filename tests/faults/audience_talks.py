"""What is said in confidence beside the reflection, at random, and who may read each word.

Notes of 1:1s and the focus areas that come of them, lines to be raised, thinking maps and what their lead answers,
sheets with and without a name, voices from outside. Half of the meetings have begun. What is kept back in a meeting and
before it, cards and predictions, is in `audience_meetings`.
"""

import random
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cycles.confer import actions as confer
from cycles.confer.models import CheckIn
from cycles.listen import actions as listen
from cycles.meet import actions as meet
from cycles.plan import actions as plan, queries as plan_queries
from cycles.plan.models import Pass, ReflectionSession
from cycles.share.models import Review, Summary
from surveys import actions as surveys
from surveys.enums import NONE, Naming, QuestionKind
from surveys.models import Survey, Ticket
from teams.models import Person
from tests.cycles.confer.talks import arrange, fresh, note
from tests.cycles.listen.making import ask as ask_for_maps, ask_without_names, map_of
from tests.cycles.making import join, schedule
from tests.cycles.plan.guests import answer, ask as ask_for_voice, in_days
from tests.doors.table import PERSONAS
from tests.faults.audience_fields import fields_of
from tests.faults.audience_meetings import say_ahead, say_cards, say_predictions
from tests.surveys.making import cast, cast_words, closed, opened, question

ROOM = ("leader", "lead", "teacher", "member", "facilitator")
ILT_ROOM = ("leader", "lead", "facilitator")
TEAM = ("lead", "teacher", "member")
OF_ALL = ("today", "board", "check-ins", "my-notes", "leap-talks", "leap-lines", "maps", "commitments")
OF_SESSION = ("session", "raise", "guests", "room", "room-phase", "facilitate", "screen-phase", "record")


class Talks:
    """`words` has the personae whom each canary may reach, `later` who else once the meeting begins that holds it back.

    `links` says whose mail may carry each token, `said_through` what was said by it, `made` what can be pressed about.
    """

    def __init__(self, people: Any, session: ReflectionSession, dice: random.Random) -> None:
        self.people, self.session, self.dice = people, session, dice
        self.ilt = schedule(session.cycle, people.ilt, facilitator=people.facilitator)
        self.is_large, self.begins, self.ilt_begins = self.chance(), self.chance(), self.chance()
        self.words: dict[str, set[str]] = {}
        self.later: dict[str, set[str]] = {}
        self.fields: set[str] = set()
        self.links: dict[str, str] = {}
        self.said_through: dict[str, set[str]] = {}
        self.asked: list[str] = []
        self.sealed: list[str] = []
        self.made: dict[str, list[Any]] = {"session": [session, self.ilt], "meeting_session": [session, self.ilt]}

    def build(self) -> "Talks":
        self.others()
        for say in (self.say_notes, self.say_areas, self.say_lines, self.say_maps, self.say_sealed_maps):
            say()
        for say in (self.say_sheets, self.say_voices):
            say()
        for say_of in (say_predictions, say_ahead, say_cards):
            say_of(self)
        for session, begins in ((self.session, self.begins), (self.ilt, self.ilt_begins)):
            if begins:
                meet.open_meeting(session, by=self.people.facilitator, at=timezone.now())
        self.write_letter()
        return self

    def others(self) -> None:
        """Colleagues who make the team large, or make up the other small team; people who are asked in surveys."""
        home = self.session if self.is_large else schedule(self.session.cycle, self.people.other_team)
        for name in ("Ana", "Ben", "Cleo", "Dev", *(("Eli", "Fred") if self.is_large else ())):
            join(home, name)
        voters = [Person(email=f"asked{number}@example.org", name="Asked", password="!") for number in range(8)]
        self.asked_people = [self.people.teacher, *Person.objects.bulk_create(voters)]

    def chance(self) -> bool:
        return self.dice.random() < 0.5

    def word(self, field: str, *readers: str) -> str:
        """A canary that is written into the field, for nobody but these."""
        text = f"canary-{field.split('.')[1].lower()}-{len(self.words):03}-"
        self.words[text] = set(readers)
        self.fields.add(field)
        return text

    def may_read(self) -> dict[str, set[str]]:
        return self.words

    def unwritten(self) -> list[str]:
        """Fields of these audiences into which nothing was written."""
        return sorted(fields_of("NOTE", "LINE", "FOCUS", "MAP", "SHEET", "VOICE", "CARD") - self.fields)

    def things(self) -> dict[str, list[Any]]:
        return self.made

    def addresses(self) -> Iterator[str]:
        yield from (reverse(f"cycles:{page}") for page in OF_ALL)
        for session in (self.session, self.ilt):
            yield from (reverse(f"cycles:{page}", args=[session.pk]) for page in OF_SESSION)
        yield from self.asked

    def page(self, name: str, thing: Any) -> None:
        self.asked.append(reverse(name, args=[thing.pk]))

    def make(self, thing: Any, *names: str) -> None:
        """Let it be pressed about, under these names of the tables of doors."""
        for name in names:
            self.made.setdefault(name, []).append(thing)

    # --- two by two

    def say_notes(self) -> None:
        """Everybody keeps a private note of their 1:1, once written anew; the two share another."""
        for names in (("lead", "teacher"), ("leader", "lead")):
            talk = self.talk(names, self.session)
            note(talk, getattr(self.people, names[1]), self.word("cycles.CheckInNote.sealed", *names), shared=True)
        self.with_superintendent = self.talk(("leader", "superintendent"), self.ilt)
        self.talk(("leader", "partner"), self.ilt, writers=("leader",))

    def talk(self, names: tuple[str, str], session: Any, writers: tuple[str, ...] = ()) -> CheckIn:
        one, other = (getattr(self.people, name) for name in names)
        talk = arrange(one, other, session)
        for name in writers or names:
            note(talk, getattr(self.people, name), self.word("cycles.CheckInNote.sealed"))
            text = self.word("cycles.CheckInNote.sealed", name)
            note(talk, getattr(self.people, name), text, version=1)
        self.page("cycles:check-in", talk)
        self.make(talk, "talk", "school_talk")
        return talk

    def say_areas(self) -> None:
        """The leader's and the superintendent's, which the ILT sees once both agree."""
        two, agreeing = ("leader", "superintendent"), self.dice.randint(0, 2)
        who = {*two, *(ILT_ROOM if agreeing == 2 and self.ilt_begins else ())}
        areas = [
            confer.Draft(self.word("cycles.FocusArea.text", *who), self.word("cycles.FocusArea.evidence", *who))
            for _area in range(2)
        ]
        if agreeing == 2:
            self.later |= {word: set(ILT_ROOM) for area in areas for word in (area.text, area.evidence)}
        talk, made = self.with_superintendent, {"by": self.people.leader, "at": timezone.now()}
        confer.save_areas(talk, areas=areas, packet=None, version=0, **made)
        for name in two[:agreeing]:
            by = getattr(self.people, name)
            confer.agree_areas(talk, version=fresh(talk).focus_version, by=by, at=timezone.now())

    def say_lines(self) -> None:
        """Members ask their lead, who finds words; some agree, some do not. Those of a small team go to the ILT."""
        lead, begins = self.people.lead, self.begins if self.is_large else self.ilt_begins
        for name, end in (("teacher", confer.agree_line), ("member", self.dice.choice((confer.decline_line, None)))):
            person, two = getattr(self.people, name), () if begins else (name, "lead")
            asked = self.word("cycles.RaiseSlip.sealed", *two)
            words = self.word("cycles.RaisedLine.text", *two)
            confer.ask_line(self.session, lead=lead, text=asked, version=0, by=person)
            confer.word_line(self.session, person=person, words=words, version=1, by=lead)
            if end:
                end(self.session, lead=lead, version=2, by=person)
            if end is confer.decline_line:
                self.words[words] -= {name}
            elif end:
                room = set(ROOM if self.is_large else ILT_ROOM)
                self.words[words], self.later[words] = room if begins else self.words[words], room

    # --- through the year

    def say_maps(self) -> None:
        """Maps with a name, handed in or not; the lead tells back, to the team once it is published."""
        found, at = ask_for_maps(self.people), timezone.now()
        for name in ("teacher", "member"):
            mine, is_told = map_of(found, getattr(self.people, name)), self.chance()
            who = (name, "lead") if is_told else (name,)
            boxes = {box: self.word(f"cycles.ThinkingMap.{box}", *who) for box in ("well", "improve", "other")}
            listen.save_map(mine, **boxes, version=mine.version, at=at)
            if is_told:
                listen.hand_in_map(mine, at=at)
            self.page("cycles:map", mine)
            self.page("cycles:map-print", mine)
            self.make(mine, "map", "begun")
        is_published = self.chance()
        team = TEAM if is_published else ("lead",)
        answers = {box: self.word(f"cycles.Heard.{box}", *team) for box in ("heard", "will_try")}
        listen.save_heard(found, **answers, version=0, at=at)
        if is_published:
            listen.publish_heard(found, by=self.people.lead, at=at)
        self.page("cycles:map-round", found)
        self.page("cycles:heard", found)
        self.page("teams:team", self.people.team)
        self.make(found, "round")

    def say_sealed_maps(self) -> None:
        """Maps without a name, where enough are asked: enough or too few, over or not. Else they have names again."""
        found = ask_without_names(self.people)
        self.page("cycles:map-round", found)
        self.make(found, "round")
        if found.survey is None:
            return
        is_over, count = self.chance(), self.dice.choice((7, 8))
        who = ("lead",) if is_over and count >= found.survey.least_comments else ()
        for ticket in Ticket.objects.filter(survey=found.survey).select_related("person").order_by("pk")[:count]:
            text = self.word("surveys.Comment.text", *who)
            cast_words(found.survey, ticket.person, text)
            self.sealed.append(text)
        self.show(closed(found.survey) if is_over else found.survey)

    def show(self, survey: Survey) -> None:
        """Its pages, and what can be pressed on them."""
        self.page("surveys:results", survey)
        self.page("surveys:sheet", survey)
        self.make(survey, "survey", "box", "told")

    def say_sheets(self) -> None:
        """Sheets without a name, for the lead or the school: enough or too few, over or not. One with a name."""
        for reader, readers in ((self.people.lead, ("lead",)), (None, ("leader", "superintendent"))):
            survey = opened(self.people.school, self.asked_people, reader=reader)
            is_over, count = self.chance(), self.dice.choice((7, 8, 9))
            who = readers if is_over and count >= survey.least_comments else ()
            for voter in self.asked_people[:count]:
                cast(survey, voter, rating="4", text=self.word("surveys.Comment.text", *who))
            self.show(closed(survey) if is_over else survey)
        self.asked.append(reverse("surveys:findings"))
        named = opened(self.people.school, [self.people.teacher], naming=Naming.NAMED, thresholds=NONE)
        self.say_named(named)

    def say_named(self, survey: Survey) -> None:
        ticket = Ticket.objects.get(survey=survey, person=self.people.teacher)
        text, asked = self.word("surveys.Answer.text"), question(survey, QuestionKind.TEXT)
        surveys.save_answer(ticket, question=asked, text=text, version=0, at=timezone.now())
        self.show(survey)

    def say_voices(self) -> None:
        """The partner with their name, five without an account and without a name, one who never sends it."""
        given, _none = ask_for_voice(self.session, self.people, person=self.people.partner, answers_by=in_days(1))
        told = [self.ask_by_mail(name) for name in ("Ana", "Ben", "Cleo", "Dev", "Eve", "Finn")]
        stated = plan_queries.feedback_page(given, at=timezone.now()).readers
        readers = {name for name in PERSONAS if getattr(self.people, name).name in stated} if self.begins else set()
        room = {name for name in PERSONAS if getattr(self.people, name).name in stated}
        answer(given, self.voice(room, "partner", *readers))
        for one, token in told[:5]:
            text = self.voice(room, *readers)
            answer(one, text, is_unnamed=True)
            self.said_through[token] = {text}
        unsent, token = self.word("cycles.Voice.text"), told[5][1]
        plan.save_voice(told[5][0], question="well", text=unsent, version=0, at=timezone.now())
        self.said_through[token] = {unsent}
        self.page("cycles:feedback", given)
        self.make(given, "given")

    def voice(self, room: set[str], *readers: str) -> str:
        """What is said to the room, which hears it once it meets."""
        text = self.word("cycles.Voice.text", *readers)
        self.later[text] = room
        return text

    def ask_by_mail(self, name: str) -> tuple[Pass, str]:
        given, token = ask_for_voice(self.session, self.people, name, answers_by=in_days(1), by_mail=True)
        self.links[token] = given.email
        self.make(token, "=door")
        self.make(given, "given")
        return given, token

    def write_letter(self) -> None:
        """The school's letter, with the superintendent to review it."""
        told = {"title": "Letter", "drafted_at": timezone.now(), "published_at": timezone.now(), "state": "published"}
        summary = Summary.objects.create(cycle=self.session.cycle, **told)
        review = Review.objects.create(summary=summary, reviewer=self.people.superintendent)
        self.page("cycles:summary", summary)
        self.page("cycles:review", review)
        self.make(summary, "summary")
        self.make(review, "review")
