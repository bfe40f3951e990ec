"""Checking the record on a phone: a remark, its answer, a mended line, and all agree."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from cycles.adjust.checked import RecordCheck
from cycles.meet import access as meet_access, actions as meet
from cycles.meet.enums import CardKind
from cycles.plan.models import Invitation
from tests import moments
from tests.browser import look
from tests.cycles import agreeing
from tests.cycles.making import open_cycle, schedule
from tests.people import build_people


def test_remark_answer_mend_and_all_agree(transactional_db: None, sign_in: Any) -> None:
    people = build_people(moments.today())
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    meeting = agreeing.begin(session)
    agreeing.cause(agreeing.topic(meeting, "Multi-step problems"), "We plan units without a shared picture")
    agreeing.card(meeting, people.teacher, CardKind.PARKED, "Buses come late on Mondays")
    for person in (people.teacher, people.facilitator):
        Invitation.objects.update_or_create(session=session, person=person, defaults={"has_attended": True})
    there = meet_access.meeting_of(session)
    assert there is not None
    meet.close_meeting(there, by=people.facilitator, at=timezone.now())
    address = reverse("cycles:record", args=[session.pk])

    phone = sign_in(people.teacher)
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.goto(address)
    phone.get_by_text("Please mend").click()
    phone.get_by_label("What should be mended?").fill("The buses come late on Tuesdays, too.")
    phone.get_by_role("button", name="Send").click()
    phone.get_by_text("Waits for an answer").wait_for()
    look(phone, "checking-phone")

    desk = sign_in(people.facilitator)
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(address)
    desk.get_by_text("Mend a line").click()
    desk.get_by_label("Which line?").select_option(label="Parked for later: Buses come late on Mondays")
    desk.get_by_label("What should it say?").fill("Buses come late on Mondays and Tuesdays")
    desk.get_by_role("button", name="Mend it").click()
    desk.get_by_label("What was mended, or why it stays").fill("Mended, thank you.")
    desk.locator("#check li form").get_by_role("button", name="Answer").click()
    desk.get_by_text("Mended, thank you.").first.wait_for()
    look(desk, "checking-desk")
    desk.get_by_role("button", name="It looks right").click()
    phone.goto(address)
    phone.get_by_role("button", name="It looks right").click()
    phone.get_by_role("heading", name="The record is final").wait_for()
    look(phone, "checking-final")
    assert RecordCheck.objects.get().is_final
