"""Files that are too large are turned away while they come, before anything holds them."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MARK = "solstice.upload_too_large"


class Limit(FileUploadHandler):
    """Stands before Django's own handlers: a file longer than `UPLOAD_MAX_MB` is skipped."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            assert self.request is not None  # noqa: S101 - narrows the type
            self.request.META[MARK] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was turned away."""
    # nothing is known before the form is read
    return bool(request.FILES is not None and request.META.get(MARK))
