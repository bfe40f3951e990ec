"""A school's learning cycles: their days, and where each team stands."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cycles.listen import access, actions, queries
from cycles.listen.forms import DaysForm
from teams.models import School

from .person import person_of


def _page(request: HttpRequest, school: School, *, refused: DaysForm | None = None) -> HttpResponse:
    terms = queries.terms_of(school, today=timezone.localdate(timezone=school.zone))
    forms = {one.term.pk: DaysForm(term=one.term, days=one.days) for one in terms}
    if refused:
        forms[refused.term.pk] = refused
    context = {"school": school, "terms": [(one, forms[one.term.pk]) for one in terms], "refused": refused}
    return render(request, "cycles/listen/cycles.html", context, status=422 if refused else 200)


@require_GET
def learning_cycles(request: HttpRequest) -> HttpResponse:
    return _page(request, access.cycling_school(person_of(request)))


@require_POST
def learning_cycles_set(request: HttpRequest, pk: int) -> HttpResponse:
    school, term = access.cycling_term(person_of(request), pk)
    form = DaysForm(request.POST, term=term)
    if not form.is_valid():
        return _page(request, school, refused=form)
    try:
        actions.set_learning_cycles(
            school, term=term, days=form.cleaned_data["days"], by=person_of(request), at=timezone.now()
        )
    except actions.ListenRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, school, refused=form)
    messages.success(request, _("The learning cycles are set. At the end of each, every team member gets a map."))
    return redirect("cycles:learning-cycles")
