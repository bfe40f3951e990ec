"""What people hear of a record that is being checked."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from teams import notices as teams_notices
from teams.models import Notice, Person
from teams.notices import Mail

from .checked import RecordCheck, RecordWord
from .queries import present_people

RECORD_TO_CHECK = "record to check"
REMARK_MADE = "record remark"
REMARK_ANSWERED = "record remark answered"
OF_CHECK = ("session__team", "session__cycle__school", "session__facilitator")


def ask_to_check(check: RecordCheck, *, at: datetime) -> None:
    """To everyone who was there."""
    people, school = present_people(check.session), check.session.cycle.school
    teams_notices.put_many(RECORD_TO_CHECK, thing=check, people=people, due_at=at, at=at, school=school)


def forget_check(check: RecordCheck, person: Person, *, at: datetime) -> None:
    """Who has said something is asked no more."""
    reason = gettext_noop("The record is checked.")
    teams_notices.void(check, at=at, kinds=[RECORD_TO_CHECK], person=person, reason=reason)


def tell_of_remark(word: RecordWord, *, at: datetime) -> None:
    """To who led the meeting, else to who facilitates the session."""
    session = word.check_of.session
    meeting = getattr(session, "meeting", None)
    person = meeting.facilitator if meeting else session.facilitator
    if person and person.pk != word.person_id:
        school = session.cycle.school
        teams_notices.put(REMARK_MADE, thing=word, person=person, due_at=at, at=at, school=school)


def tell_of_answer(word: RecordWord, *, at: datetime) -> None:
    """To who made the remark."""
    if word.answered_by != word.person:
        school = word.check_of.session.cycle.school
        occurrence = at.isoformat()[:19]
        teams_notices.put(
            REMARK_ANSWERED, thing=word, person=word.person, due_at=at, at=at, occurrence=occurrence, school=school
        )


# --- what each says, and whether it is still wanted


def _check(notice: Notice) -> RecordCheck | None:
    return teams_notices.load(notice, RecordCheck, *OF_CHECK)


def _word(notice: Notice) -> RecordWord | None:
    return teams_notices.load(notice, RecordWord, "person", *(f"check_of__{name}" for name in OF_CHECK))


def _check_wanted(notice: Notice) -> bool:
    """While it is open, and the person has said nothing yet."""
    check = _check(notice)
    return check is not None and not check.is_final and not check.words.filter(person=notice.person_id).exists()


def _check_mail(notice: Notice) -> Mail:
    check = _check(notice)
    if check is None:
        raise LookupError(notice.thing)
    session = check.session
    last = date_format(check.last_on, _("D, M j"))
    return teams_notices.letter(
        notice,
        subject=_("Does the record of %(team)s look right?") % {"team": session.team.name},
        lines=[
            _("You were at the meeting of %(team)s. What it agreed on is written down.") % {"team": session.team.name},
            _("Say that it looks right, or what should be mended. After %(day)s it is final.") % {"day": last},
        ],
        facts=[(_("Open until the end of"), last)],
        action=(_("Check the record"), _address(check)),
    )


def _remark_wanted(notice: Notice) -> bool:
    """While nobody has answered it and the record can still be mended."""
    word = _word(notice)
    return word is not None and word.answered_at is None and not word.check_of.is_final


def _remark_mail(notice: Notice) -> Mail:
    word = _word(notice)
    if word is None:
        raise LookupError(notice.thing)
    return teams_notices.letter(
        notice,
        subject=_("%(name)s asks to mend the record") % {"name": word.person.name},
        lines=[word.text, _("Mend the line, or say why it stays; then answer.")],
        action=(_("Open the record"), _address(word.check_of)),
    )


def _answer_wanted(notice: Notice) -> bool:
    word = _word(notice)
    return word is not None and word.answered_at is not None


def _answer_mail(notice: Notice) -> Mail:
    word = _word(notice)
    if word is None:
        raise LookupError(notice.thing)
    return teams_notices.letter(
        notice,
        subject=_("Your remark on the record is answered"),
        lines=[_("You wrote: %(text)s") % {"text": word.text}, word.answer],
        action=(_("Look at the record"), _address(word.check_of)),
    )


def _address(check: RecordCheck) -> str:
    return f"{reverse('cycles:record', args=[check.session_id])}#check"


teams_notices.register(
    RECORD_TO_CHECK,
    label=gettext_lazy("The record of a meeting that you were at"),
    still_wanted=_check_wanted,
    render=_check_mail,
)
teams_notices.register(
    REMARK_MADE,
    label=gettext_lazy("A remark on a record that you answer"),
    still_wanted=_remark_wanted,
    render=_remark_mail,
)
teams_notices.register(
    REMARK_ANSWERED,
    label=gettext_lazy("An answer to your remark on a record"),
    still_wanted=_answer_wanted,
    render=_answer_mail,
)
