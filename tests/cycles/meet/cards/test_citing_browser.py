"""A figure of the packet cited on a phone, with a name and sealed; the projector names it without its number."""

from typing import Any

from cycles.meet import actions
from cycles.meet.cited import CitedCell
from cycles.meet.models import Meeting
from cycles.plan.models import Invitation
from tests.browser import look
from tests.cycles.meet.sealed.test_sealed_faces import fresh, open_page, sealed, write  # noqa: F401
from tests.cycles.plan.packets import chart, freeze_by_hand

from .test_citing import NOW


def with_packet(meeting: Meeting) -> Meeting:
    freeze_by_hand(meeting.session, chart(), profile="B")
    Invitation.objects.filter(session=meeting.session).update(sees_packet=True)
    return fresh(meeting.session)


def test_a_success_cites_a_figure_and_every_face_names_it(many: Any, held: Meeting, go_to: Any, sign_in: Any) -> None:
    there = go_to(with_packet(held), "progress")
    phone = open_page(there, many.teacher, sign_in)
    phone.get_by_label("What went well?").fill("Fourth graders explain their strategy")
    phone.get_by_label("What did we do that led to it?").fill("Talk moves every day")
    phone.get_by_text("Cite a figure of the packet").click()
    phone.get_by_label("The figure that your card rests on").select_option(label="Grade 4, Winter: 52%")
    # somebody else writes meanwhile: what is chosen stays
    actions.write_card(there, kind="success", text="Other", because="Other", by=many.member, at=NOW())
    phone.wait_for_timeout(300)
    look(phone, "citing-choosing")
    phone.get_by_role("button", name="Add the card").click()
    phone.locator("#progress-own").get_by_text("Grade 4, Winter (packet, version 1)").wait_for()
    wall = open_page(there, many.leader, sign_in, "screen")
    actions.reveal_cards(fresh(there.session), by=many.facilitator, at=NOW())
    wall.locator("#progress-tiles").get_by_text("Grade 4, Winter (packet, version 1)").wait_for()
    look(wall, "citing-wall")
    assert "52%" not in wall.locator("#screen-main").inner_text()
    phone.locator("#progress-tiles").get_by_role("link", name="Grade 4, Winter").wait_for()
    look(phone, "citing-shown")


def test_sealed_it_is_kept_through_a_change_and_shown_to_all(many: Any, sealed: Meeting, sign_in: Any) -> None:  # noqa: F811
    there = with_packet(sealed)
    phone = open_page(there, many.teacher, sign_in)
    phone.get_by_text("Cite a figure of the packet").click()
    phone.get_by_label("The figure that your card rests on").select_option(label="Grade 4, Fall: 41%")
    write(phone, "Half of them started here")
    mine = phone.locator("[data-mine]")
    mine.get_by_text("where students stand: Grade 4, Fall").wait_for()
    mine.get_by_role("button", name="Edit").click()
    mine.get_by_label("Where did growth stall?").fill("More than half of them started here")
    mine.get_by_role("button", name="Keep the change").click()
    mine.get_by_text("where students stand: Grade 4, Fall").wait_for()
    look(phone, "citing-sealed")
    actions.reveal_cards(fresh(there.session), by=many.facilitator, at=NOW())
    phone.locator("#growth-loose").get_by_text("Grade 4, Fall (packet, version 1)").wait_for()
    cell = CitedCell.objects.select_related("card").get()
    assert (cell.card.text, cell.card.author) == ("More than half of them started here", None)
