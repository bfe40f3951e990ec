"""What surveys found, and sheets without names."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from data_imports import access as data_imports_access, queries as data_imports_queries
from teams.models import Person

from . import access, actions, queries
from .forms import SheetForm


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - the middleware has asked for sign-in
    return request.user


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Findings of the schools whose surveys the person reads, in bands."""
    person = _person(request)
    data_imports_access.only_finding_readers(person)
    surveys = data_imports_queries.survey_page(data_imports_access.finding_schools(person))
    may_upload = data_imports_access.may_upload(person)
    return render(request, "surveys/findings.html", {"surveys": surveys, "may_upload": may_upload})


# --- a sheet without names


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions. What this person handed in is nowhere to be read back."""
    page = queries.sheet(access.own_ballot(_person(request), pk), at=timezone.now())
    return render(request, "surveys/sheet.html", {"page": page, "form": SheetForm(questions=page.questions)})


@require_POST
def sheet_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: a token for the number that the browser chose."""
    ticket = access.own_ballot(_person(request), pk)
    try:
        token = actions.draw_ballot(ticket, nonce=request.POST.get("nonce", ""), at=timezone.now())
    except actions.SurveyRefused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return JsonResponse({"token": token})


@require_POST
def sheet_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: the browser says that its sheet is in."""
    try:
        actions.confirm_ballot(access.own_ballot(_person(request), pk), at=timezone.now())
    except actions.SurveyRefused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return HttpResponse(status=204)


@csrf_exempt  # nobody is signed in here: the token in the body is the only key, and no other site has it
@login_not_required
@never_cache
@require_POST
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody: a token and a sheet. A request that says who sends it is refused."""
    survey = access.open_box(pk)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return JsonResponse({"problem": _("Sent with your sign-in, so nothing was kept.")}, status=400)
    token = request.POST.get("token", "")
    form = SheetForm(request.POST, questions=tuple(survey.questions.order_by("position")))
    try:
        # before a word about its questions
        actions.check_token(survey, token)
        if not form.is_valid():
            return JsonResponse({"problems": form.errors}, status=422)
        actions.cast_ballot(survey, token=token, content=form.content, at=timezone.now())
    except actions.SurveyRefused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return HttpResponse(status=204)


@require_GET
def results(request: HttpRequest, pk: int) -> HttpResponse:
    survey = access.results(_person(request), pk)
    context = {"survey": survey, "title": queries.title_of(survey), "found": queries.found(survey)}
    return render(request, "surveys/results.html", context)
