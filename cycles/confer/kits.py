"""The kit of each kind of check-in: an agenda with minutes, a checklist, good questions.

Written for the site's users after the guide's two sentences on 1:1s: a leader and a lead plan the team's reflection
and exchange expectations and feedback; a lead and a member look at readiness before, or at what follows after.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from .enums import CheckInKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words: TypeAlias = _StrPromise
else:
    Words = str


@dataclass(frozen=True)
class Item:
    """One point of the agenda."""

    text: Words
    minutes: int


@dataclass(frozen=True)
class Point:
    """One point of the checklist, ticked by either of the two; `key` is what the database keeps."""

    key: str
    text: Words


@dataclass(frozen=True)
class Kit:
    """What helps two people to talk well in half an hour."""

    purpose: Words
    agenda: tuple[Item, ...]
    checklist: tuple[Point, ...]
    questions: tuple[Words, ...]

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.agenda)


KITS: dict[CheckInKind, Kit] = {
    CheckInKind.FACILITATION: Kit(
        _("Plan how the team will reflect, say what you expect of each other, and give the lead honest feedback."),
        (
            Item(_("What went well since we last talked, and what made it so"), 5),
            Item(
                _("Walk through the agenda of the team's meeting: who opens, who takes notes, where it may get hard"),
                10,
            ),
            Item(_("What each of us expects of the other until the meeting, and after it"), 5),
            Item(_("Feedback to the lead: one strength to keep, one thing to try"), 7),
            Item(_("What we do next, and by when"), 3),
        ),
        (
            Point("packet", _("We have both looked at the evidence packet")),
            Point("parts", _("Facilitator, note-taker and timekeeper are named")),
            Point("absent", _("We know who cannot come and who asks them beforehand")),
            Point("hard", _("We have a plan for the hardest part of the conversation")),
            Point("expectations", _("Each of us has said what they expect of the other")),
            Point("feedback", _("The lead has heard one strength and one thing to try")),
        ),
        (
            _("Which part of the meeting would you rather not lead, and what would make it easier?"),
            _("What might the team find hard to say in front of everyone?"),
            _("What in the evidence surprised you? What would your team say to it?"),
            _("What could I do differently so that leading this team gets easier?"),
            _("How will you know, the day after, that the meeting was worth the team's time?"),
        ),
    ),
    CheckInKind.READINESS: Kit(
        _("Make sure that the member comes prepared, and hear what they would not say in the group."),
        (
            Item(_("How are you, and how is your class?"), 5),
            Item(_("Your reflection: what is written, what is still open, what would help"), 10),
            Item(_("What you see in the evidence, and what you wonder"), 7),
            Item(_("What you would like the group to hear, with or without your name"), 5),
            Item(_("What we do next, and by when"), 3),
        ),
        (
            Point("knows", _("The member knows when and where the team meets")),
            Point("template", _("The reflection is begun, and who sees what is clear")),
            Point("packet", _("The member has seen the evidence packet, or knows when it comes")),
            Point("success", _("One success is named, with the action that led to it")),
            Point("stalled", _("One place where growth stalled is named, without blame")),
            Point("support", _("It is clear what help is wanted, and from whom")),
        ),
        (
            _("What are you proud of this semester, and what did you do that led to it?"),
            _("Where did your students' growth stall? What have you tried already?"),
            _("What would have to be true for it to go better next semester?"),
            _("Is there something the team should hear that you would rather not say yourself?"),
            _("What should I stop, start or keep doing as your lead?"),
        ),
    ),
    CheckInKind.FOLLOW_UP: Kit(
        _("Look back at the meeting, hear what was not said, and make the next step small enough to begin."),
        (
            Item(_("How was the meeting for you?"), 5),
            Item(_("What was not said, and what we do with it"), 7),
            Item(_("Your action step: what you begin with, and what could get in its way"), 10),
            Item(_("What I will do as your lead"), 5),
            Item(_("When we talk again"), 3),
        ),
        (
            Point("record", _("We have both read the meeting's record")),
            Point("step", _("The member's action step has a first move this week")),
            Point("help", _("What help is needed is said, and somebody has it to do")),
            Point("heard", _("I have said what I heard, and it was put right where it was wrong")),
            Point("next", _("We know when we talk again")),
        ),
        (
            _("What did we agree on that you doubt, and why?"),
            _("What will you do on Monday that you did not do before?"),
            _("What could keep you from it, and who can take that out of the way?"),
            _("What did you want to say in the meeting and did not?"),
            _("What have you heard from me today, in your own words?"),
        ),
    ),
    CheckInKind.BEFORE_ILT: Kit(
        _("Talk openly about the whole school's successes and challenges, and leave with two or three focus areas."),
        (
            Item(_("Which goals moved, and what led to it"), 10),
            Item(_("Where the school is stuck, and what we have tried"), 10),
            Item(_("What the evidence packet says, and what it does not say"), 10),
            Item(_("Two or three focus areas, each with its evidence"), 12),
            Item(_("What the superintendent or partner will do to help"), 3),
        ),
        (
            Point("packet", _("We have both looked at the evidence packet")),
            Point("success", _("One success of the school is named, with the action that led to it")),
            Point("challenge", _("One challenge is named that the school can do something about")),
            Point("areas", _("Each focus area has its evidence")),
            Point("support", _("It is clear what support comes from outside, and when")),
        ),
        (
            _("If the ILT could look at one thing only, what should it be?"),
            _("Which number here would you like to explain, and which one worries you?"),
            _("Which success is at risk if nobody names what led to it?"),
            _("What do your teacher teams need from the ILT that they are not getting?"),
            _("What have we avoided talking about until now?"),
        ),
    ),
}


def kit(kind: str) -> Kit:
    """The kit of a kind of check-in."""
    return KITS[CheckInKind(kind)]
