"""Server time of the pages that people open most, against an empty signed-in page. The demo district is the data."""

import time
from functools import cache
from statistics import median

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from tests.measuring import measure

ASKED = 60


@cache
def _demo() -> None:
    call_command("demo_district", verbosity=0)


def _busy_lead() -> object:
    """The lead with most sessions: who belongs to an ILT and leads a team."""
    from teams.models import Person

    _demo()
    from cycles.demo import district

    lead = next(
        person for person in district.showcase() if "lead" in person.role.lower() and "leader" not in person.role
    )
    return Person.objects.get(email=lead.email)


def _server_times(person: object, *addresses: str) -> list[float]:
    """Milliseconds of each address, medians of `ASKED` turns; without the making of the request."""
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    taken: dict[str, list[float]] = {address: [] for address in addresses}
    with override_settings(ROOT_URLCONF="tests.benchmarks.urls"):
        handler = BaseHandler()
        handler.load_middleware()
        for turn in range(ASKED + 5):
            for address in addresses:
                request = RequestFactory().get(address, HTTP_COOKIE=cookie, SERVER_NAME="localhost")
                began = time.perf_counter()
                answer = handler.get_response(request)
                seconds = time.perf_counter() - began
                assert answer.status_code == 200, (address, answer.status_code)
                if turn >= 5:
                    taken[address].append(seconds * 1000)
    return [median(taken[address]) for address in addresses]


@measure("page.today", unit="ms", against="floor", goal=3)
def page_today() -> tuple[float, float]:
    """The first page of a busy lead."""
    ours, empty = _server_times(_busy_lead(), reverse("cycles:today"), "/empty/")
    return ours, empty


@measure("page.session", unit="ms", against="floor", goal=3)
def page_session() -> tuple[float, float]:
    """The page of the session that most people are invited to, as its school's lead sees it."""
    from django.db.models import Count

    from cycles.plan import access

    lead = _busy_lead()
    sessions = access.visible_sessions(lead).annotate(people=Count("invitations")).order_by("-people", "pk")  # type: ignore[arg-type]
    ours, empty = _server_times(lead, reverse("cycles:session", kwargs={"pk": sessions[0].pk}), "/empty/")
    return ours, empty
