"""The whole thread, from the calendar to the superintendent's list and on to the next session.

Six people in six browsers, on a real web server, a real worker and a real mail server. What each stage looks like is
kept as a picture in `test-output/`.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, fits, screenshot
from tests.thread.after import adjust, follow_up, share
from tests.thread.before import bring_evidence, invitation_of, iready, plan, prepare, roster
from tests.thread.meeting import meet
from tests.thread.words import SECRET


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_whole_thread(people, sign_in, worker, smtp, live):
    leader, lead = sign_in(people.leader), sign_in(people.lead)
    teacher, member = sign_in(people.teacher), sign_in(people.member)
    superintendent, steward = sign_in(people.superintendent), sign_in(people.steward)

    for phone in (teacher, member):
        phone.set_viewport_size({"width": 360, "height": 740})

    # 1. calendar
    session = plan(leader, people, "Fall", days=8)
    screenshot(leader, "thread-1-session")
    teacher.goto("/")
    expect(teacher.locator("main")).to_contain_text("Grade 4")
    mails = wait_for(lambda: smtp.to(people.teacher.email))
    event = invitation_of(mails[0])
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.strftime("%H:%M")) == ("Reflection meeting – Grade 4", "15:30")

    # 2. evidence
    bring_evidence(steward, roster(), "roster.csv", 30)
    bring_evidence(steward, iready("Fall (Beginning of Year - November 15)", "9/14/2026", 0), "export 1.csv", 30)
    bring_evidence(steward, iready("Winter (November 16 - March 1)", "11/18/2026", 22), "export 2.csv", 30)
    lead.goto(f"/sessions/{session}/packet/")
    lead.get_by_role("button", name="Freeze the packet").click()
    expect(lead.locator("main")).to_contain_text("Everyone sees the same", timeout=60_000)
    screenshot(lead, "thread-2-packet")

    # 3. prepare: others see that, never what
    prepare(teacher, session, SECRET)
    fits(teacher)
    screenshot(teacher, "thread-3-prepare-phone")
    for page in (leader, lead, member):
        page.goto(f"/sessions/{session}/")
        assert "canary" not in page.content()
    lead.goto(f"/sessions/{session}/")
    expect(lead.locator("main")).to_contain_text("1 of 3 ready")

    # 4. meet
    screen = lead.context.new_page()
    screen.set_viewport_size({"width": 1920, "height": 1080})
    meet(lead, [teacher, member], screen, session, people)
    screen.close()

    # 5. adjust, 6. share
    adjust(lead, leader, superintendent, session, people)
    share(leader, superintendent)
    axe(superintendent)

    # 7. next time: the spring session opens with what was promised
    follow_up(leader, lead, people)


def wait_for(found, seconds: float = 60):
    """What `found` gives, once it gives something."""
    import time

    until = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < until:
        time.sleep(0.2)
    assert value, "nothing came"
    return value
