"""A browser that opens pages in one language, fills in forms wrongly and rightly, and keeps all that it was shown."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

from django.test import Client
from django.test.signals import template_rendered
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

WORDS = re.compile("text/|application/json")  # content that can be read; braille and large print are other tests'


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One answer."""

    name: str  # of the address
    asked: str  # what was asked for, for whoever reads a failure
    status: int
    kind: str  # its content type
    language: str  # its Content-Language
    body: str


@dataclass
class Book:
    """What all browsers of a walk were shown."""

    language: str  # Django's name
    seen: list[Seen] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)

    def browser(self) -> "Browser":
        return Browser(self)

    def __enter__(self) -> Self:
        template_rendered.connect(self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        template_rendered.disconnect(self._note)

    def _note(self, template: Any, **_more: Any) -> None:
        self.templates.add(template.name or "")


class Browser(Client):
    """It keeps cookies, follows nothing by itself, and opens pages in the book's language."""

    def __init__(self, book: Book, **details: Any) -> None:
        super().__init__(**details)
        self.book = book

    def request(self, **request: Any) -> Any:
        answer: Any = super().request(**request)
        path, method = request["PATH_INFO"], request["REQUEST_METHOD"]
        with translation.override(self.book.language):
            try:
                name = resolve(path).url_name or path
            except Resolver404:  # no such page, which is a page too
                name = ""
        b"".join(answer.streaming_content) if answer.streaming else b""  # closes its file
        kind = answer.get("Content-Type", "").partition(";")[0]
        shown = answer.status_code not in (301, 302)
        self.book.seen.append(
            Seen(
                name=name,
                asked=f"{method} {path} {request.get('QUERY_STRING', '')}",
                status=answer.status_code,
                kind=kind if shown else "",
                language=answer.get("Content-Language", ""),
                body=answer.content.decode() if shown and not answer.streaming and WORDS.match(kind) else "",
            )
        )
        return answer

    def opens(self, name: str, *args: Any, query: str = "") -> Any:
        """Open a page by the name of its address, and follow where it leads."""
        return self.get(reverse(name, args=args) + query, follow=True)

    def sends(self, name: str, *args: Any, **data: Any) -> Any:
        return self.post(reverse(name, args=args), data, follow=True)

    def tries(self, name: str, *args: Any, wrong: list[dict[str, Any]]) -> None:
        """Open a form, send it empty, and with everything that can be wrong in it."""
        self.opens(name, *args)
        for data in ({}, *wrong):
            self.sends(name, *args, **data)
