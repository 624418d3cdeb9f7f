"""The form for a campaign itself: what it is, when, for whom, and how much it may cost."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import areas
from campaigns.audiences import Named
from campaigns.models import Campaign, Place
from campaigns.models.campaign import LAST_MONTH, WEEKS
from cms.campaigns import owning
from cms.campaigns.together import MARKS, SharedForm
from languages.table import every_language
from subscribers.models import Role

SEVERAL = forms.CheckboxSelectMultiple
EVERYBODY = gettext_lazy("None ticked: all of them.")
PENNIES = 100
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
GROUPS = (
    (gettext_lazy("What it is"), ("title", "slug", "kind", "occasion", "owner")),
    (gettext_lazy("When"), ("starts_on", "ends_on")),
    (gettext_lazy("For which stages"), ("expecting", "week_from", "week_to", "born", "month_from", "month_to")),
    (gettext_lazy("For whom of them"), ("roles", "languages", "by", "trusts", "sure_starts", "places")),
    (gettext_lazy("Banner and budget"), ("has_banner", "budget")),
)
REGIONAL_ONLY = ("trusts", "sure_starts")


class CampaignForm(SharedForm, forms.ModelForm[Campaign]):
    """Made for somebody: what they may choose follows their areas."""

    owner = forms.ChoiceField(label=gettext_lazy("Owner"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), choices=Role.choices, required=False, widget=SEVERAL, help_text=EVERYBODY
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=every_language, required=False, widget=SEVERAL, help_text=EVERYBODY
    )
    budget = forms.DecimalField(
        label=gettext_lazy("Budget in pounds"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(10_000_000),
        decimal_places=2,
        help_text=gettext_lazy(
            "For its texts; e-mails cost nothing. It is paused before it costs more. Blank: no limit."
        ),
    )

    class Meta:
        model = Campaign
        fields: ClassVar[list[str]] = [
            *("title", "slug", "kind", "occasion", "starts_on", "ends_on"),
            *("expecting", "week_from", "week_to", "born", "month_from", "month_to"),
            *("by", "trusts", "sure_starts", "places", "has_banner"),
        ]
        widgets: ClassVar[dict[str, Any]] = {
            **dict.fromkeys(("starts_on", "ends_on"), DAY),
            **dict.fromkeys(("trusts", "sure_starts", "places"), SEVERAL),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        own: dict[str, Any] = {
            "owner": owning.key_for(row) if row.pk else "",
            "roles": row.roles,
            "languages": row.languages,
            "budget": None if row.budget_pence is None else Decimal(row.budget_pence) / PENNIES,
        }
        self.initial = {**own, **self.initial}
        self._set_owners(user)
        self._set_areas(user)
        self._set_numbers()
        if not row.pk:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("The end of its page's address. Left blank, it is made from the title.")
        self.begin()

    def _set_owners(self, user: Any) -> None:
        """A local copy, and what others have copied, stays with whom it is."""
        row, field = self.instance, self.fields["owner"]
        found = owning.options(user)
        if row.inherits_id or (row.pk and row.copies.exists()):
            found = [x for x in found if x[0] == owning.key_for(row)]
        if len(found) != 1:
            found = [("", "---------"), *found]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = found
        if len(found) == 1:
            self.initial["owner"] = found[0][0]

    def _set_areas(self, user: Any) -> None:
        if not areas.reach(user).everywhere or self.instance.inherits_id:
            for name in REGIONAL_ONLY:
                del self.fields[name]
        else:
            for name in REGIONAL_ONLY:
                self.fields[name].help_text = _("Only for a campaign of the whole region. None ticked: all of it.")
        known = list(self.instance.places.values_list("pk", flat=True)) if self.instance.pk else []
        places = areas.visible(Place.objects.all(), user).filter(Q(is_open=True) | Q(pk__in=known))
        field = self.fields["places"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows the type
        field.queryset = places.distinct()
        field.help_text = _("Only those who joined by the keyword of one of these. None ticked: all.")

    def _set_numbers(self) -> None:
        for name, first, last in (("week", WEEKS[0], WEEKS[-1]), ("month", 0, LAST_MONTH)):
            for end in ("from", "to"):
                self.fields[f"{name}_{end}"].widget.attrs |= {"min": first, "max": last}

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Its fields under their headings."""
        return [(heading, [self[x] for x in names if x in self.fields]) for heading, names in GROUPS]

    @property
    def marks(self) -> forms.BoundField:
        return self[MARKS]

    def clean(self) -> dict[str, Any]:
        """What belongs together. The owner is given to the row; Django has checked the choice."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", ValidationError(_("Choose a day that does not come before the first one.")))
        if not found.get("expecting") and not found.get("born"):
            self.add_error("born", ValidationError(_("Choose pregnancy, after birth, or both.")))
        if owner := found.get("owner"):
            owning.give(self.instance, owning.owner_of(owner))
            if owner != owning.REGION:
                found |= {name: [] for name in REGIONAL_ONLY if name in self.fields}
        budget = found.get("budget")
        self.instance.budget_pence = None if budget is None else int(budget * PENNIES)
        self.instance.roles = found.get("roles", [])
        self.instance.languages = found.get("languages", [])
        return found

    def named(self) -> Named:
        """The areas and places that are chosen in it, saved or not."""
        told = self.cleaned_data
        return Named(
            trusts=[x.pk for x in told.get("trusts", ())],
            sure_starts=[x.pk for x in told.get("sure_starts", ())],
            keywords=[x.keyword for x in told.get("places", ())],
        )


class DatesForm(forms.Form):
    """What a copy of last year's needs: a title and dates, which nobody works out."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DAY)
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=DAY)

    def __init__(self, *args: Any, owners: list[owning.Option], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if len(owners) > 1:
            self.fields["owner"] = forms.ChoiceField(label=_("Owner"), choices=[("", "---------"), *owners])

    def clean_ends_on(self) -> date:
        last: date = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on")
        if first and last < first:
            raise ValidationError(_("Choose a day that does not come before the first one."))
        if last < self.today:
            raise ValidationError(_("That day is over. Choose one that is to come."))
        return last


class OwnerForm(forms.Form):
    """For which Sure Start or Trust a local copy is made."""

    owner = forms.ChoiceField(label=gettext_lazy("For"))

    def __init__(self, *args: Any, owners: list[owning.Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = owners if len(owners) == 1 else [("", "---------"), *owners]
