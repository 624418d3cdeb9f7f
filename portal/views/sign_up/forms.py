"""One form a page. Each knows the answers so far, and gives them back with its own."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from languages.fragments import autonym, english
from languages.table import DEFAULT, LANGUAGES, of_page
from portal.sign_up import Answers
from portal.slots import slot_label
from portal.telling_when import WhenError, told
from subscribers.models import Journey, Role, Slot
from subscribers.phone import SENTENCES, normalise, spaced

Channel = Journey.Channel
NO, YES = "no", "yes"
WEEKS_EARLY = range(22, 37)

ROLES = [
    (Role.MOTHER, _("Mother")),
    (Role.FATHER, _("Father")),
    (Role.PARTNER, _("Partner of a parent")),
    (Role.GRANDPARENT, _("Grandparent")),
    (Role.KINSHIP_CARER, _("Kinship carer: a relative or friend who brings the child up")),
    (Role.FOSTER_CARER, _("Foster carer")),
    (Role.OTHER_CARER, _("Another carer")),
]
CHANNELS = [(Channel.SMS, _("By text")), (Channel.EMAIL, _("By e-mail")), (Channel.BOTH, _("By text and e-mail"))]
FALLBACKS = [
    (Journey.Fallback.ENGLISH, _("Send it to me in English")),
    (Journey.Fallback.NOTHING, _("Do not send it")),
]


class StepForm(forms.Form):
    """A page's question."""

    use_required_attribute = False  # our own words say what is missing

    def __init__(self, answers: Answers, today: date, data: Any = None) -> None:
        self.answers, self.today = answers, today
        super().__init__(data, initial=self.initial_from(answers))

    def initial_from(self, answers: Answers) -> dict[str, Any]:
        """What the fields show: an answer that was given before."""
        return {name: getattr(answers, name) for name in self.base_fields}

    def result(self) -> Answers:
        """The answers with this page's. The form is valid."""
        return replace(self.answers, **self.cleaned_data)


def one_of(label: Any, choices: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    """A question whose answers are cards; `missing` is said when none is chosen."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
        **more,
    )


class BabyForm(StepForm):
    here = one_of(
        _("Is your baby here yet?"), [(NO, _("Not yet")), (YES, _("Yes"))], _("Please choose Not yet or Yes.")
    )

    def initial_from(self, answers: Answers) -> dict[str, Any]:
        return {"here": {None: None, False: NO, True: YES}[answers.is_born]}

    def result(self) -> Answers:
        return replace(self.answers, is_born=self.cleaned_data["here"] == YES)


class WhenForm(StepForm):
    """A date, weeks or an age. `needs_care` when the words tell of a loss or of despair."""

    needs_care = False
    when = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    sentences: ClassVar[dict[str, dict[bool, Any]]] = {
        "unclear": {
            False: _("We could not make out the date. Try it like this: 14 March, or 20 weeks."),
            True: _("We could not make out the date. Try it like this: 3 May, or 6 weeks old."),
        },
        "impossible": {
            False: _("There is no such day. Please look at the date again, for example 14 March."),
            True: _("There is no such day. Please look at the date again, for example 3 May."),
        },
        "far": {
            False: _("That is too far from today for a due date. Please look at it again, for example 14 March."),
            True: _("We write until a child's third birthday, and that is longer ago. Please look at the date again."),
        },
        "to_come": {True: _("That day is still to come. If your baby is not here yet, go back and choose Not yet.")},
        "here": {False: _("That sounds as if your baby is here. If so, go back and choose Yes.")},
    }

    def __init__(self, answers: Answers, today: date, data: Any = None) -> None:
        super().__init__(answers, today, data)
        field, born = self.fields["when"], bool(answers.is_born)
        field.label = _("When was your baby born?") if born else _("When is your baby due?")
        field.help_text = (
            _("Write it as you like, for example 3 May, yesterday or 6 weeks old.")
            if born
            else _("Write it as you like, for example 14 March, or 20 weeks if you have no date yet.")
        )
        for fault in ("required", "max_length"):
            field.error_messages[fault] = self.sentences["unclear"][born]

    def initial_from(self, answers: Answers) -> dict[str, Any]:
        return {"when": answers.when_text}

    def clean_when(self) -> str:
        text: str = self.cleaned_data["when"]
        language = of_page().code
        try:
            self.found = told(self.answers, text, language, self.today)
        except WhenError as error:
            self.needs_care = error.problem == "care"
            sentences = self.sentences.get(error.problem, self.sentences["unclear"])
            raise ValidationError(sentences[bool(self.answers.is_born)]) from error
        return text

    def result(self) -> Answers:
        return self.found


SAY_WEEKS = _("Please give the weeks as a number from 22 to 36.")


def _is_week_early(weeks: int) -> None:
    if weeks not in WEEKS_EARLY:
        raise ValidationError(SAY_WEEKS)


class EarlyForm(StepForm):
    early = one_of(
        _("Did your baby come early?"),
        [(NO, _("No")), (YES, _("Yes, before 37 weeks"))],
        _("Please choose No or Yes."),
        help_text=_("Then what we say about play and growing fits your baby's own time."),
    )
    weeks = forms.IntegerField(
        label=_("How many weeks pregnant, when your baby was born?"),
        help_text=_("Whole weeks, from 22 to 36."),
        required=False,
        validators=[_is_week_early],
        error_messages={"invalid": SAY_WEEKS},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, answers: Answers, today: date, data: Any = None) -> None:
        super().__init__(answers, today, data)
        if self.data.get("early") == NO:
            self.fields["weeks"] = forms.CharField(required=False)  # whatever stands there does not matter

    def initial_from(self, answers: Answers) -> dict[str, Any]:
        known = "early" in answers.answered
        early = YES if answers.gestation_weeks in WEEKS_EARLY else NO if known else None
        return {"early": early, "weeks": answers.gestation_weeks}

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("early") == YES and not self.errors and self.cleaned_data.get("weeks") is None:
            self.add_error("weeks", SAY_WEEKS)
        return self.cleaned_data

    def result(self) -> Answers:
        is_early = self.cleaned_data["early"] == YES
        return replace(self.answers, gestation_weeks=self.cleaned_data["weeks"] if is_early else None)


class YouForm(StepForm):
    role = one_of(_("Who are you to the baby?"), ROLES, _("Please choose who you are to the baby."))


def _language_label(code: str) -> SafeString:
    own = format_html('<span class="join-autonym">{}</span>', autonym(code))
    if code == DEFAULT:
        return own
    return format_html('{} <span class="join-name">{}</span>', own, english(LANGUAGES[code].name))


class LanguageForm(StepForm):
    language = one_of(
        _("In which language would you like your messages?"),
        lambda: [(code, _language_label(code)) for code in LANGUAGES],  # in the language of the page that asks
        _("Please choose a language."),
    )
    fallback = one_of(
        _("When a message is not in your language yet"),
        FALLBACKS,
        _("Please choose what to do when a message is not in your language yet."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("language") == DEFAULT or not self.cleaned_data.get("fallback"):
            self.cleaned_data["fallback"] = Journey.Fallback.ENGLISH.value
        return self.cleaned_data


class HowForm(StepForm):
    """Only the address that is needed is looked at, and kept."""

    channel = one_of(_("How may we send them?"), CHANNELS, _("Please choose text, e-mail or both."))
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=40,
        error_messages={"max_length": SENTENCES["invalid"]},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def initial_from(self, answers: Answers) -> dict[str, Any]:
        phone = spaced(answers.phone) if answers.phone else ""
        return {"channel": answers.channel, "phone": phone, "email": answers.email}

    def clean_phone(self) -> str:
        return normalise(self.cleaned_data["phone"]) if self._needs(Channel.SMS) else ""

    def clean_email(self) -> str:
        if not self._needs(Channel.EMAIL):
            return ""
        wrong = _("Please look at the e-mail address again, for example name@mail.example.")
        given = self.cleaned_data["email"]
        return str(
            forms.EmailField(error_messages=dict.fromkeys(("required", "invalid", "max_length"), wrong)).clean(given)
        ).lower()

    def _needs(self, channel: Channel) -> bool:
        return self.cleaned_data.get("channel") in (channel, Channel.BOTH)


class TimeForm(StepForm):
    slot = one_of(_("When is a good time for a message?"), [], _("Please choose a time of day."))

    def __init__(self, answers: Answers, today: date, data: Any = None) -> None:
        super().__init__(answers, today, data)
        self.fields["slot"].choices = [(slot, slot_label(slot)) for slot in Slot]  # type: ignore[attr-defined]
