"""After a file is stored: rows to mend, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from data_imports import access, actions, queries
from data_imports.views.uploads import signed_in
from teams import audit


@require_GET
def upload_rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows to mend as they stand in the file, formulas made harmless, or with masked values; noted."""
    found = access.mending_upload(signed_in(request), pk)
    if not found.rejected_rows:
        raise Http404
    by, at = signed_in(request), timezone.now()
    audit.record("rows to mend downloaded", found, by=by, at=at, school=found.school, count=found.rejected)
    name = _("To mend from %(file)s") % {"file": found.file_name.rpartition(".")[0] or found.file_name}
    content = queries.plain_rows(found) if access.reads_values(by, found.school) else queries.masked_rows(found)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return answer


@require_POST
def upload_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a stored file taken back as a whole."""
    found = access.editable_upload(signed_in(request), pk)
    try:
        actions.undo_upload(found, by=signed_in(request), at=timezone.now())
    except (actions.Overlapped, actions.UploadMoved) as refusal:
        messages.warning(request, str(refusal))
    return redirect("data_imports:upload", pk)
