"""A school's first day: the checklist, the one workbook, lists out and in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from teams import access, actions, forms, queries, transfer, workbook
from teams.enums import SheetKind

from .answers import SignedIn

LISTS = (SheetKind.SCHOOLS, SheetKind.PEOPLE, SheetKind.TEAMS, SheetKind.MEMBERSHIPS, SheetKind.GOALS)


def setup_answer(request: SignedIn, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The checklist, with the form that was refused where one was."""
    context = {
        "shown": queries.setup_page(request.user),
        "workbook_form": forms.FileForm(address=reverse("teams:setup-upload")),
        "sheet_form": forms.SheetForm(viewer=request.user, address=reverse("teams:sheet-upload")),
        "lists": [{"value": kind.value, "label": kind.label} for kind in LISTS],
    }
    return render(request, "teams/setup.html", context | bound, status=status)


@require_GET
def setup(request: SignedIn) -> HttpResponse:
    access.only_if(access.may_set_up(request.user))
    return setup_answer(request)


@require_GET
def setup_template(request: SignedIn) -> HttpResponse:
    access.only_if(access.may_set_up(request.user))
    return _download(workbook.template(), "solstice-setup.xlsx", "xlsx")


def _download(content: bytes, name: str, form: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=transfer.CONTENT_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def setup_upload(request: SignedIn) -> HttpResponse:
    access.only_if(access.may_set_up(request.user))
    form = forms.FileForm(request.POST, request.FILES, address=request.get_full_path())
    if not form.is_valid():
        return setup_answer(request, status=422, workbook_form=form)
    return _stage(request, SheetKind.WORKBOOK, form)


@require_POST
def sheet_upload(request: SignedIn) -> HttpResponse:
    access.only_if(access.may_set_up(request.user))
    form = forms.SheetForm(request.POST, request.FILES, viewer=request.user, address=request.get_full_path())
    if not form.is_valid():
        return setup_answer(request, status=422, sheet_form=form)
    return _stage(request, form.cleaned_data["kind"], form)


def _stage(request: SignedIn, kind: str, form: forms.FileForm | forms.SheetForm) -> HttpResponse:
    upload = form.cleaned_data["file"]
    file = actions.stage_file(kind, name=upload.name or "", content=upload.read(), by=request.user, at=timezone.now())
    return redirect("teams:setup-file", file.pk)


@require_GET
def setup_file(request: SignedIn, pk: int) -> HttpResponse:
    file = access.own_file(request.user, pk)
    return render(request, "teams/setup_file.html", {"shown": transfer.look(file, by=request.user, at=timezone.now())})


@require_POST
def setup_apply(request: SignedIn, pk: int) -> HttpResponse:
    file = access.own_file(request.user, pk)
    try:
        rows = transfer.apply_file(file, by=request.user, at=timezone.now())
    except actions.Refusal as refusal:
        messages.warning(request, str(refusal))
        shown = transfer.look(access.own_file(request.user, pk), by=request.user, at=timezone.now())
        return render(request, "teams/setup_file.html", {"shown": shown}, status=422)
    said = ngettext("%(n)s row is brought in.", "%(n)s rows are brought in.", rows) % {"n": rows}
    messages.success(request, said)
    return redirect("teams:setup")


@require_POST
def setup_discard(request: SignedIn, pk: int) -> HttpResponse:
    file = access.own_file(request.user, pk)
    actions.discard_file(file, by=request.user, at=timezone.now())
    messages.success(request, _("The file is gone. Nothing has changed."))
    return redirect("teams:setup")


@require_GET
def export(request: SignedIn, kind: str, form: str) -> HttpResponse:
    access.only_if(access.may_set_up(request.user))
    if kind not in LISTS or form not in transfer.CONTENT_TYPES:
        raise Http404
    content, _rows = transfer.export_list(SheetKind(kind), form, by=request.user, at=timezone.now())
    return _download(content, f"{kind}.{form}", form)
