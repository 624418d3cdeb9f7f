"""What a parent may choose on their own page: one question each, with the answers that they may give."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import SureStart, Trust
from languages.fragments import Select, autonym, english
from languages.table import LANGUAGES
from portal.slots import slot_label
from subscribers.models import Journey, Slot, Subscriber

Options = Sequence[tuple[Any, str | Promise]]


@dataclass(frozen=True, kw_only=True)
class Choice:
    key: Promise  # in the overview
    label: Promise  # the question
    options: Callable[[Subscriber], Options]
    help_text: str | Promise = ""
    is_list: bool = False  # too many for cards

    def form(self, name: str, parent: Subscriber, journey: Journey, data: Any = None) -> forms.Form:
        """The question, with what is chosen now."""
        field = forms.ChoiceField(
            label=str(self.label),
            help_text=str(self.help_text),
            choices=[(str(value), label) for value, label in self.options(parent)],
            error_messages={"required": _("Choose one"), "invalid_choice": _("Choose one")},
            widget=Select() if self.is_list else forms.RadioSelect(),
            required=not self.is_list,
        )
        form = forms.Form(data, initial={name: stored(journey, name)})
        form.fields[name] = field
        return form

    def words(self, name: str, parent: Subscriber, journey: Journey) -> str | Promise:
        """What is chosen now, as the parent reads it."""
        chosen = {str(value): label for value, label in self.options(parent)}
        return chosen.get(stored(journey, name), _("Not said"))


def stored(journey: Journey, name: str) -> str:
    """The value now, as a form has it."""
    value = getattr(journey, f"{name}_id" if name in PLACES else name)
    return "" if value is None else str(value)


def value_of(name: str, typed: str) -> Any:
    """What a form gave, as `choices.change` takes it."""
    if name in PLACES:
        return PLACES[name].objects.filter(pk=typed).first() if typed else None
    return int(typed) if name == "frequency" else typed


def _channels(parent: Subscriber) -> Options:
    """Only by an address whose holder has said yes."""
    kinds = set(parent.contacts.exclude(confirmed_at=None).values_list("kind", flat=True))
    return [
        (value, capfirst(label))
        for value, label in Journey.Channel.choices
        if value in kinds or (value == Journey.Channel.BOTH and len(kinds) > 1)
    ]


def _slots(_parent: Subscriber) -> Options:
    return [(slot, slot_label(slot)) for slot in Slot]


def _frequencies(_parent: Subscriber) -> Options:
    return [
        (Journey.Frequency.WEEKLY, _("About one message a week")),
        (Journey.Frequency.THREE_A_WEEK, _("Three short texts a week")),
    ]


def _languages(_parent: Subscriber) -> Options:
    return [(code, autonym(code)) for code in LANGUAGES]


def _fallbacks(_parent: Subscriber) -> Options:
    return [
        (Journey.Fallback.ENGLISH, _("Send it in English")),
        (Journey.Fallback.NOTHING, _("Send nothing")),
    ]


def _sure_starts(_parent: Subscriber) -> Options:
    return [("", _("None, or I do not know")), *((one.pk, english(one)) for one in SureStart.objects.all())]


def _trusts(_parent: Subscriber) -> Options:
    return [("", _("I do not know")), *((one.pk, english(one.name)) for one in Trust.objects.order_by("name"))]


PLACES: Mapping[str, type[SureStart | Trust]] = {"sure_start": SureStart, "trust": Trust}
CHOICES: Mapping[str, Choice] = {
    "channel": Choice(
        key=gettext_lazy("How"), label=gettext_lazy("How would you like your messages?"), options=_channels
    ),
    "slot": Choice(
        key=gettext_lazy("When"),
        label=gettext_lazy("When may messages come?"),
        help_text=gettext_lazy("Never at night."),
        options=_slots,
    ),
    "frequency": Choice(
        key=gettext_lazy("How often"),
        label=gettext_lazy("How often may messages come?"),
        help_text=gettext_lazy(
            "Three a week is one message in three short texts: why, what to do, and a kind word after it. Three come "
            "by text only; e-mail stays one letter a week. From the first birthday on, messages come once a month."
        ),
        options=_frequencies,
    ),
    "language": Choice(
        key=gettext_lazy("Language"),
        label=gettext_lazy("Which language would you like your messages in?"),
        options=_languages,
        is_list=True,
    ),
    "fallback": Choice(
        key=gettext_lazy("If we have none in your language"),
        label=gettext_lazy("What if a message is not in your language yet?"),
        options=_fallbacks,
    ),
    "sure_start": Choice(
        key=gettext_lazy("Sure Start"),
        label=gettext_lazy("Which Sure Start is near you?"),
        help_text=gettext_lazy("So that we can tell you what is on near you."),
        options=_sure_starts,
        is_list=True,
    ),
    "trust": Choice(
        key=gettext_lazy("Health Trust"),
        label=gettext_lazy("Which Health and Social Care Trust do you live in?"),
        options=_trusts,
        is_list=True,
    ),
}
