"""Surveys without names: who may open one, one ballot each, what is told at the end and what is not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from surveys import actions, queries
from surveys.enums import STAFF, STUDENTS, THINKING_MAPS, Naming, QuestionKind, SurveyState
from surveys.models import Answer, Ballot, Comment, Draw, Finding, Survey, Ticket

from .making import NONCE, cast, closed, crowd, make, opened, question, token_of

pytestmark = pytest.mark.django_db


def shares(survey: Survey) -> list[tuple[str, str]]:
    return [(one.option, one.share) for one in Finding.objects.filter(question__survey=survey).order_by("pk")]


# --- opened


@pytest.mark.parametrize(("rules", "least"), [(STAFF, 8), (STUDENTS, 16), (THINKING_MAPS, 5)])
def test_too_few_are_not_asked_without_names(people: Any, rules: Any, least: int) -> None:
    with pytest.raises(actions.TooFewAsked):
        opened(people.school, crowd(least - 1), thresholds=rules)
    assert Ticket.objects.count() == 0


def test_just_enough_are_asked(people: Any) -> None:
    survey = opened(people.school, crowd(8))
    assert (survey.state, survey.asked, survey.tickets.count()) == (SurveyState.OPEN, 8, 8)
    assert opened(people.school, [people.lead], naming=Naming.NAMED).asked == 1


def test_the_rules_are_fixed_when_it_opens(people: Any) -> None:
    survey = opened(people.school, crowd(9))
    asked, now = [ticket.person for ticket in survey.tickets.select_related("person")], timezone.now()
    with pytest.raises(actions.OpenedBefore):
        actions.open_survey(survey, people=asked, closes_at=now, by=None, at=now)
    assert survey.tickets.count() == 9


def test_few_are_asked_for_no_words(people: Any) -> None:
    few = opened(people.school, crowd(7), thresholds=THINKING_MAPS)
    assert set(few.questions.values_list("kind", flat=True)) == {QuestionKind.RATING, QuestionKind.CHOICE}


# --- one ballot each


def test_one_ballot_each_and_it_can_be_changed(people: Any) -> None:
    voters = crowd(8)
    survey = opened(people.school, voters)
    cast(survey, voters[0], rating="1")
    cast(survey, voters[0], rating="5")
    assert (Ballot.objects.count(), Draw.objects.count()) == (1, 1)
    with pytest.raises(actions.DrawnElsewhere):
        token_of(survey, voters[0], "f" * 64)


@pytest.mark.parametrize("token", ["", "x", f"{NONCE}.", f"{NONCE}.{'0' * 64}", NONCE])
def test_a_token_that_nobody_signed_is_refused(people: Any, token: str) -> None:
    survey = opened(people.school, crowd(8))
    with pytest.raises(actions.NotYourBallot):
        actions.cast_ballot(survey, token=token, content={}, at=timezone.now())


def test_a_token_of_another_survey_is_refused(people: Any) -> None:
    voters = crowd(8)
    one, other = opened(people.school, voters), opened(people.school, voters)
    with pytest.raises(actions.NotYourBallot):
        actions.cast_ballot(other, token=token_of(one, voters[0]), content={}, at=timezone.now())


@pytest.mark.parametrize("nonce", ["short", "a" * 500, "a b" * 20])
def test_a_number_that_is_none_is_refused(people: Any, nonce: str) -> None:
    voters = crowd(8)
    with pytest.raises(actions.NotYourBallot):
        token_of(opened(people.school, voters), voters[0], nonce)


def test_nothing_goes_in_after_the_end(people: Any) -> None:
    voters = crowd(8)
    survey = opened(people.school, voters)
    token, late = token_of(survey, voters[0]), timezone.now() + timedelta(days=7)
    with pytest.raises(actions.SurveyOver):
        actions.cast_ballot(survey, token=token, content={}, at=late)
    closed(survey)
    with pytest.raises(actions.SurveyOver):
        actions.cast_ballot(survey, token=token, content={}, at=timezone.now())
    with pytest.raises(actions.SurveyOver):
        actions.draw_ballot(survey.tickets.first(), nonce=NONCE, at=timezone.now())


def test_neither_draw_nor_ballot_tells_a_person_or_each_other(people: Any) -> None:
    """Whatever stands in a ballot's row stands in no other row, so that nothing can be joined."""
    voters = crowd(8)
    survey = opened(people.school, voters)
    cast(survey, voters[0], text="canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, token_hash FROM surveys_ballot")
        ballot = {str(value) for value in cursor.fetchone()}
        cursor.execute("SELECT id, mark, nonce_hash FROM surveys_draw")
        draw = {str(value) for value in cursor.fetchone()}
    assert (ballot & draw, len(ballot), len(draw)) == (set(), 2, 3)
    assert not Ticket.objects.filter(survey=survey, has_answered=True).exists()


# --- closed and told


def test_what_enough_people_say_is_told_in_bands(people: Any) -> None:
    voters = crowd(8)
    survey = opened(people.school, voters)
    for number, voter in enumerate(voters):
        cast(survey, voter, rating="5" if number < 5 else "2", choice="Yes", text=f"words of {number}")
    survey = closed(survey)
    assert (survey.is_published, survey.answered, survey.seal_salt) == (True, 8, None)
    assert shares(survey) == [("", "60-69%"), ("Yes", "≥80%"), ("No", "≤20%")]
    assert sorted(one.text for one in Comment.objects.all()) == [f"words of {n}" for n in range(8)]
    assert (Ballot.objects.count(), Draw.objects.count()) == (0, 0)


@pytest.mark.parametrize(("asked", "answer", "told"), [(8, 4, False), (8, 5, True), (10, 5, False), (11, 6, True)])
def test_five_and_more_than_half_must_answer(people: Any, asked: int, answer: int, told: bool) -> None:
    voters = crowd(asked)
    survey = opened(people.school, voters)
    for voter in voters[:answer]:
        cast(survey, voter, rating="4", text="words")
    survey = closed(survey)
    assert (survey.is_published, survey.answered) == (told, answer if told else 0)
    assert (Finding.objects.count(), Comment.objects.count(), Ballot.objects.count()) == (1 if told else 0, 0, 0)
    assert survey.seal_salt is None


def test_students_need_no_majority(people: Any) -> None:
    voters = crowd(16)
    survey = opened(people.school, voters, thresholds=STUDENTS)
    for voter in voters[:5]:
        cast(survey, voter, rating="4")
    assert closed(survey).is_published is True


def test_a_question_that_few_answered_is_not_told(people: Any) -> None:
    voters = crowd(8)
    survey = opened(people.school, voters)
    for number, voter in enumerate(voters):
        cast(survey, voter, rating="4", **({"choice": "No"} if number < 4 else {}))
    closed(survey)
    assert shares(survey) == [("", "≥80%")]


def test_a_mean_needs_ten(people: Any) -> None:
    voters = crowd(12)
    survey = opened(people.school, voters)
    for number, voter in enumerate(voters):
        cast(survey, voter, rating=str(1 + number % 5))
    closed(survey)
    assert Finding.objects.get().mean == "2.8"


def test_words_of_one_person_are_not_kept_together(people: Any) -> None:
    """Two questions for words: their comments stand in two orders and share no column."""
    asked = actions.AskedQuestion(QuestionKind.TEXT, "What else?", "¿Qué más?")
    words = {"title": "t", "title_es": "t", "naming": Naming.ANONYMOUS, "thresholds": STAFF}
    survey, voters, now = (
        actions.make_survey(people.school, questions=[asked, asked], **words),
        crowd(30),
        timezone.now(),
    )
    actions.open_survey(survey, people=voters, closes_at=now + timedelta(days=1), by=None, at=now)
    first, second = survey.questions.order_by("position")
    for number, voter in enumerate(voters):
        content = {str(first.pk): f"{number:02}", str(second.pk): f"{number:02}"}
        actions.cast_ballot(survey, token=token_of(survey, voter), content=content, at=now)
    closed(survey)
    with connection.cursor() as cursor:
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT id FROM surveys_comment ORDER BY {order}")  # noqa: S608
        keys = [str(row[0]).replace("-", "") for row in cursor.fetchall()]
    texts = {one.pk.hex: (one.question_id, one.text) for one in Comment.objects.all()}
    one, other = ([texts[key][1] for key in keys if texts[key][0] == asked.pk] for asked in (first, second))
    assert sorted(one) == sorted(other) == [f"{number:02}" for number in range(30)]
    assert (one != sorted(one), other != sorted(other), one != other) == (True, True, True)
    told = queries.found(Survey.objects.get(pk=survey.pk))
    assert [list(question.comments) for question in told] == [sorted(one)] * 2


def test_what_is_due_is_closed_once(people: Any) -> None:
    survey = opened(people.school, crowd(8))
    assert actions.close_due_surveys(at=timezone.now()) == 0
    assert actions.close_due_surveys(at=timezone.now() + timedelta(days=7)) == 1
    assert actions.close_due_surveys(at=timezone.now() + timedelta(days=7)) == 0
    assert actions.close_survey(survey, at=timezone.now()) is False


def test_a_survey_that_nobody_answered_ends_quietly(people: Any) -> None:
    survey = closed(opened(people.school, crowd(8)))
    assert (survey.is_published, survey.answered, survey.state) == (False, 0, SurveyState.CLOSED)


def test_words_go_after_two_years_and_the_rest_after_five(people: Any) -> None:
    voters = crowd(8)
    survey = opened(people.school, voters)
    for voter in voters:
        cast(survey, voter, rating="4", text="words")
    closed(survey)

    def left(years: float) -> tuple[int, int]:
        actions.purge_old_findings(at=timezone.now() + timedelta(days=365 * years))
        return Comment.objects.count(), Finding.objects.count()

    assert [left(years) for years in (1.9, 2.1, 4.9, 5.1)] == [(8, 1), (0, 1), (0, 1), (0, 0)]


# --- receipts, counts


def confirmed(survey: Survey, voter: Any) -> int:
    actions.confirm_ballot(Ticket.objects.get(survey=survey, person=voter), at=timezone.now())
    return Ticket.objects.filter(survey=survey, has_answered=True).count()


def test_receipts_come_five_at_once_and_the_rest_at_the_end(people: Any) -> None:
    voters = crowd(8)
    survey = opened(people.school, voters, keeps_receipts=True)
    for voter in voters[:7]:
        cast(survey, voter, rating="4")
    assert [confirmed(survey, voter) for voter in voters[:7]] == [0, 0, 0, 0, 5, 5, 5]
    closed(survey)
    assert list(survey.tickets.order_by("person__pk").values_list("has_answered", flat=True)) == [True] * 7 + [False]


def test_without_receipts_nobody_is_noted(people: Any) -> None:
    voters = crowd(8)
    survey = opened(people.school, voters)
    for voter in voters:
        cast(survey, voter, rating="4")
    assert {confirmed(survey, voter) for voter in voters} == {0}
    closed(survey)
    assert not survey.tickets.filter(has_answered=True).exists()


def test_counts_go_in_steps_of_five(people: Any) -> None:
    voters = crowd(11)
    survey = opened(people.school, voters)
    counted = []
    for voter in voters:
        cast(survey, voter, rating="4")
        counted.append(queries.answers_so_far(survey))
    assert counted == [None] * 4 + [5] * 5 + [10] * 2


# --- with names


def test_answers_with_names_are_sealed_at_rest_and_never_overwritten(people: Any) -> None:
    survey = opened(people.school, [people.teacher], naming=Naming.NAMED)
    ticket, asked, now = survey.tickets.get(), question(survey, QuestionKind.TEXT), timezone.now()
    actions.save_answer(ticket, question=asked, text="canary", version=0, at=now)
    assert actions.save_answer(ticket, question=asked, text="canary 2", version=1, at=now).version == 2
    with pytest.raises(actions.AnswerChanged) as changed:
        actions.save_answer(ticket, question=asked, text="other window", version=1, at=now)
    assert changed.value.newer.text == "canary 2"
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM surveys_answer")
        assert "canary" not in str(cursor.fetchall())
    actions.finish_answers(ticket, at=now)
    assert survey.tickets.get().has_answered is True


def test_with_names_nothing_is_taken_after_the_end(people: Any) -> None:
    survey = opened(people.school, [people.teacher], naming=Naming.NAMED)
    ticket, asked = survey.tickets.get(), question(survey, QuestionKind.TEXT)
    survey = closed(survey)
    tries: list[Callable[[], object]] = [
        lambda: actions.save_answer(ticket, question=asked, text="x", version=0, at=timezone.now()),
        lambda: actions.finish_answers(ticket, at=timezone.now()),
    ]
    for late in tries:
        with pytest.raises(actions.SurveyOver):
            late()
    assert (Answer.objects.count(), survey.is_published) == (0, False)


def test_a_named_survey_has_no_box(people: Any) -> None:
    survey = make(people.school, naming=Naming.NAMED)
    assert survey.is_sealed is False
