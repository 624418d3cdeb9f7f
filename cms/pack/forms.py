"""What is asked on the pack's pages: a place and languages, the posts, and a new short link."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import areas, links
from campaigns.inheriting import EffectivePost
from campaigns.models import Campaign, Place, SocialPost
from cms.pack.material import LANGUAGES
from cms.pack.networks import MOST, Network, length
from languages.table import DEFAULT
from languages.table import LANGUAGES as KNOWN

LONGEST = 3000  # of SocialPost.text
Slot = tuple[int, Network]  # days after the first, and where


class AskForm(forms.Form):
    """For which place, and in which languages; of the places only the user's own."""

    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=gettext_lazy("no place: for anywhere"),
    )
    language = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=[(code, KNOWN[code].name) for code in LANGUAGES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = areas.own(Place.objects.filter(is_open=True), user)
        if campaign.sure_start_id:
            places = places.filter(sure_start=campaign.sure_start_id)
        elif campaign.trust_id:
            places = places.filter(trust=campaign.trust_id) | places.filter(sure_start__trust=campaign.trust_id)
        self.fields["place"].queryset = places  # type: ignore[attr-defined] # a field of rows

    def chosen(self) -> tuple[Place | None, list[str]]:
        """What was asked for; no place, and every language, when it was not, or not in a form that we know."""
        self.is_valid()
        data = self.cleaned_data
        return data.get("place"), data.get("language") or list(LANGUAGES)


class PostsForm(forms.Form):
    """The posts of one language: a field for each day and network. In a local copy a blank one is the region's."""

    def __init__(
        self, *args: Any, campaign: Campaign, language: str, shown: Mapping[Slot, EffectivePost], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.language = campaign, language
        self.slots: dict[str, Slot] = {}
        for number, day in enumerate(campaign.days):
            for network in Network:
                name = f"post-{number}-{network}"
                self.slots[name] = (number, network)
                self.fields[name] = _field(day, network, shown.get((number, network)), language)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, (_number, network) in self.slots.items():
            found = length(network, data.get(name, ""))
            if not found.fits:
                sentence = _("%(network)s takes %(most)s characters, and this has %(used)s.")
                told = {"network": network.label, "most": found.most, "used": found.used}
                self.add_error(name, ValidationError(sentence % told))
        return data

    def save(self) -> None:
        """Write what is there, and take away what was emptied; three statements at most."""
        rows = SocialPost.objects.filter(campaign=self.campaign, language=self.language)
        written = {slot: self.cleaned_data[name].strip() for name, slot in self.slots.items()}
        rows.filter(after_days__lt=len(self.campaign.days)).exclude(after_days__lt=0).delete()
        SocialPost.objects.bulk_create(
            SocialPost(campaign=self.campaign, network=network, after_days=number, language=self.language, text=text)
            for (number, network), text in written.items()
            if text
        )


def _field(day: Any, network: Network, shown: EffectivePost | None, language: str) -> forms.CharField:
    """A text of one's own, with what stands in its place while there is none."""
    is_own = shown is not None and shown.is_own and shown.language == language
    instead = "" if shown is None or is_own else shown.text
    return forms.CharField(
        label=f"{network.label}, {date_format(day, 'l j F')}",
        required=False,
        max_length=LONGEST,
        strip=True,
        initial=shown.text if shown and is_own else "",
        help_text=_("Until you write your own: %(text)s") % {"text": instead} if instead else "",
        widget=forms.Textarea(
            {
                "rows": 3,
                "lang": language,
                "dir": "auto",
                "data-most": min(MOST[network], LONGEST),
                "data-network": network.value,
            }
        ),
    )


class LinkForm(forms.Form):
    """A new short link."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    url = forms.CharField(
        label=gettext_lazy("Where it leads"),
        max_length=300,
        help_text=gettext_lazy("An address that begins with https://, or a path of this site, such as /help/."),
        validators=[links.validate],
    )


def language_of(code: str) -> str:
    """A language of the library, or English for what is none."""
    return code if code in KNOWN else DEFAULT
