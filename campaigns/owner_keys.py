"""An owner as one word of a form or an address: "region", "trust-3" or "sure-start-12"."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models.people import Owned
from directory.models import SureStart, Trust
from languages.fragments import english

REGION, TRUST, SURE_START = "region", "trust", "sure-start"
Choice = tuple[str, Any]  # a key and its label, or a heading and the choices below it


def key_of(row: Owned) -> str:
    """Whose a row is."""
    if row.sure_start_id:
        return f"{SURE_START}-{row.sure_start_id}"
    return f"{TRUST}-{row.trust_id}" if row.trust_id else REGION


def read(key: str) -> tuple[int | None, int | None]:
    """The ids of the Trust and of the Sure Start that a key names: one of the two, or, for the region, neither.

    Raises ValueError for what is no key.
    """
    if key == REGION:
        return None, None
    kind, _dash, number = key.rpartition("-")
    if kind not in (TRUST, SURE_START) or not (number.isascii() and number.isdigit()):
        raise ValueError(key)
    return (int(number), None) if kind == TRUST else (None, int(number))


def by_trust(trusts: Iterable[Trust], sure_starts: Iterable[SureStart]) -> Iterator[Choice]:
    """Choices under a heading for each Trust: the whole of it, if it is among those given, and its Sure Starts."""
    whole = {trust.pk: trust for trust in trusts}
    headings: dict[int | None, tuple[str, list[Choice]]] = {}
    for trust in sorted(whole.values(), key=lambda x: x.name):
        label = _("All of %(trust)s") % {"trust": trust.name}
        headings[trust.pk] = (trust.name, [(f"{TRUST}-{trust.pk}", label)])
    for one in sure_starts:
        name = one.trust.name if one.trust else _("Other Sure Starts")
        headings.setdefault(one.trust_id, (name, []))[1].append((f"{SURE_START}-{one.pk}", english(one)))
    yield from headings.values()
