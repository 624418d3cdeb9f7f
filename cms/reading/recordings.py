"""A recording as browsers ask for it: whole, or a part of it. Safari plays nothing that it cannot have in parts."""

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from messages.formats.models import Audio

PART = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # Python makes no number of thousands of digits


def recording(request: HttpRequest, audio: Audio, name: str) -> HttpResponseBase:
    """The file with the type that its content has. Raises Http404 when it is gone from the disk."""
    try:
        size = audio.file.size
    except FileNotFoundError as error:
        raise Http404 from error
    answer: HttpResponseBase
    if asked := PART.fullmatch(request.headers.get("Range", "")):
        answer = _part(audio, *asked.groups(), size=size)
    else:
        answer = FileResponse(audio.file.open("rb"), filename=name, content_type=audio.media_type)
    answer.headers["Accept-Ranges"] = "bytes"
    return answer


def _part(audio: Audio, begins: str, ends: str, *, size: int) -> HttpResponse:
    """Bytes from one place to another, both included; without a beginning, the last so many (RFC 9110, 14.1.2)."""
    if begins:
        first, last = int(begins), min(int(ends or size - 1), size - 1)
    else:
        first, last = max(size - int(ends or 0), 0), size - 1
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with audio.file.open("rb") as file:
        file.seek(first)
        content = file.read(last - first + 1)
    headers = {"Content-Range": f"bytes {first}-{last}/{size}"}
    return HttpResponse(content, status=206, content_type=audio.media_type, headers=headers)
