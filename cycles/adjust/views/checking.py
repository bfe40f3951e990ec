"""The record, checked by those who were there."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.adjust import access, actions
from cycles.adjust.check_forms import AnswerForm, MendForm, RemarkForm
from cycles.plan.models import ReflectionSession

from .person import person_of


def _refused(request: HttpRequest, session: ReflectionSession, reasons: list[str], typed: str) -> HttpResponse:
    """What was typed is given back on a page of its own."""
    known = {"session": session, "reasons": reasons, "typed": typed}
    return render(request, "cycles/adjust/check_refused.html", known, status=422)


def _do(
    request: HttpRequest,
    session: ReflectionSession,
    form: RemarkForm | AnswerForm | MendForm,
    action: Callable[..., object],
    done: str,
) -> HttpResponse:
    typed = next((form.data.get(name, "") for name in ("text", "answer", "after") if name in form.fields), "")
    if not form.is_valid():
        return _refused(request, session, [str(one) for errors in form.errors.values() for one in errors], typed)
    try:
        action(**form.cleaned_data, by=person_of(request), at=timezone.now())
    except actions.Refusal as refusal:
        return _refused(request, session, [str(refusal)], typed)
    messages.success(request, done)
    return redirect(f"{reverse('cycles:record', args=[session.pk])}#check")


@require_POST
def record_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    check = access.checked_record(person_of(request), pk)
    try:
        actions.confirm_record(check, by=person_of(request), at=timezone.now())
    except actions.Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Thank you. You have said that the record looks right."))
    return redirect(f"{reverse('cycles:record', args=[pk])}#check")


@require_POST
def record_remark(request: HttpRequest, pk: int) -> HttpResponse:
    check = access.checked_record(person_of(request), pk)

    def ask(**said: object) -> None:
        actions.ask_to_mend(check, **said)  # type: ignore[arg-type]

    return _do(request, check.session, RemarkForm(request.POST), ask, _("Sent to who led the meeting."))


@require_POST
def record_mend(request: HttpRequest, pk: int) -> HttpResponse:
    check = access.mended_record(person_of(request), pk)

    def mend(**said: object) -> None:
        actions.mend_line(check, **said)  # type: ignore[arg-type]

    return _do(request, check.session, MendForm(request.POST), mend, _("Mended. What it said before stays to be seen."))


@require_POST
def remark_answer(request: HttpRequest, pk: int, word_pk: int) -> HttpResponse:
    word = access.answered_remark(person_of(request), pk, word_pk)

    def answer(**said: object) -> None:
        actions.answer_remark(word, **said)  # type: ignore[arg-type]

    return _do(request, word.check_of.session, AnswerForm(request.POST), answer, _("Answered."))
