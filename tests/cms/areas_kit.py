"""The rows of one area, unmistakable and all with one id, and every address of the admin with that id filled in."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from itertools import islice, product
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model, Q
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from campaigns import models
from campaigns.models.people import Owned
from cms import roles
from directory.models import SureStart, Trust
from messages.models import Message, Theme, Translation
from tests.cms.role_kit import member
from tests.cms.test_roles import is_ours, walk
from tests.factories import utc

ROW = 4711  # the id of each row of the area
MARK = b"zebrafish"  # of every text of its rows, in any case; nothing else in the system says it
TITLE, SLUG, KEYWORD, CODE = "Quillmark Zebrafish", "quillmark-zebrafish", "ZEBRAFISH", "zfish1"
FOUND_BY = "Quillmark"
NOW = utc("2026-06-01 11:00")
DAY = date(2026, 6, 2)

# What an address or a query may carry besides ids, by name. What is not here is tried with the words of any name.
WORDS: Mapping[str, tuple[Any, ...]] = {
    "language": ("en",),
    "day": (0, DAY.isoformat()),
    "after_days": (0,),
    "app_label": ("campaigns",),
    "model_name": ("place", "event", "campaign"),
    "action": ("delete",),
    "action_name": ("approve",),
    "kind": ("message", "translation", "campaign", "event", "place"),
    "session_id": (1,),
    "name": ("calendar.ics", SLUG, CODE, KEYWORD, "en"),  # of a file of a pack
    "object_id": (str(ROW),),
}
ANY_NAME = (str(ROW), SLUG, CODE, KEYWORD, "en", f"sure_start-{ROW}")
MOST = 12  # fillings of one address
IDS = (
    *("id", "pk", "campaign", "event", "place", "mailing", "message", "topic", "post", "link", "copy", "from", "of"),
    *("sure_start", "trust", "inherits", "begun_from", "instead_of", "places", "row", "object_id"),
)
QUERY = dict.fromkeys(IDS, ROW) | {"q": FOUND_BY, "name": FOUND_BY, "area": f"sure_start-{ROW}"}
EXPORT = QUERY | {"export": "csv", "format": "csv"}
# Of Wagtail's own addresses these are about pages, pictures, settings and people, whose rows are of no area.
ELSEWHERE = (
    *("wagtailadmin_pages", "wagtailimages", "wagtaildocs", "wagtailadmin_collections", "wagtailredirects"),
    *("wagtailforms", "wagtailsites", "wagtailusers", "wagtaillocales", "wagtailembeds", "wagtailadmin_explore"),
    *("wagtailadmin_choose_page", "wagtailadmin_api", "wagtailadmin_logout", "wagtailadmin_login"),
    *("wagtailadmin_password", "wagtailadmin_error_test", "wagtailadmin_page", "wagtailadmin_tag", "wagtailsearch"),
)
# Addresses of ours whose ids are of something else: the library, the directory, people.
ABOUT_OTHERS = (
    *("wagtailsnippets_library_", "wagtailsnippetchoosers_library_", "wagtailsnippets_directory_"),
    *("wagtailsnippetchoosers_directory_", "wagtailsnippets_cms_", "wagtailsnippets_campaigns_membership"),
    *("wagtailsnippets_campaigns_observance", "wagtailsnippetchoosers_campaigns_observance"),
    *("library_", "impact_", "recall_", "check_service", "sheets_", "trial_", "formats"),
)
# Of everybody, or of a parent: no area owns them.
OF_NO_AREA = (models.Membership, models.Observance, models.Choice)


def lead(*areas: SureStart | Trust) -> User:
    """Somebody who leads these, or none."""
    user = member(roles.SURE_START)
    for area in areas:
        field = "trust" if isinstance(area, Trust) else "sure_start"
        models.Membership.objects.create(user=user, **{field: area})
    return user


def sure_start(name: str, pk: int) -> SureStart:
    trust = Trust.objects.create(pk=pk, name=f"{name} Trust")
    return SureStart.objects.create(pk=pk, name=name, trust=trust)


def rows(owner: SureStart | None) -> list[Model]:
    """A row of each table, of a Sure Start or of the region."""
    same: dict[str, Any] = {"pk": ROW}
    mine = same | {"sure_start": owner}
    campaign = models.Campaign.objects.create(
        **mine, title=TITLE, slug=SLUG, starts_on=DAY, ends_on=DAY + timedelta(days=6)
    )
    details = {"action": "Do it.", "why": TITLE, "sms": TITLE}
    message = Message.objects.create(
        **same, kind="campaign", number=ROW, topic=TITLE, theme=Theme.BOND, review_on=DAY, **details
    )
    event_times = {"starts_at": NOW, "ends_at": NOW + timedelta(days=9), "changed_at": NOW}
    event = models.Event.objects.create(**mine, campaign=campaign, title=TITLE, where=TITLE, **event_times)
    link = models.Link.objects.create(**same, campaign=campaign, code=CODE, label=TITLE, url=f"/{SLUG}/")
    of_it = same | {"campaign": campaign}
    made: list[Model] = [
        *(campaign, event, link, message),
        Translation.objects.create(**same, message=message, language="pl", topic=TITLE, **details),
        models.Place.objects.create(**mine, name=TITLE, keyword=KEYWORD, kind="library"),
        models.CampaignText.objects.create(**of_it, title=TITLE, theme=TITLE, intro=TITLE, poster=TITLE, press=TITLE),
        models.Topic.objects.create(**of_it, after_days=0, title=TITLE),
        models.Step.objects.create(**of_it, state="draft", at=NOW, comment=TITLE),
        models.Mailing.objects.create(**of_it, message=message, after_days=0),
        models.EventText.objects.create(**same, event=event, language="pl", title=TITLE),
        models.SocialPost.objects.create(**of_it, network="x", text=TITLE),
        models.Clicks.objects.create(**same, link=link, day=DAY, count=9),
        models.Helpful.objects.create(**of_it, day=DAY, yes=9, no=9),
    ]
    missing = set(apps.get_app_config("campaigns").get_models()) - set(map(type, made)) - set(OF_NO_AREA)
    assert not missing, f"Tables without a row here: {missing}"
    for row in made:
        ReferenceIndex.create_or_update_for_object(row)
        if isinstance(row, Owned):
            log(row, "wagtail.edit", title=TITLE)
    return made


def state(owner: SureStart | None) -> dict[str, list[dict[str, Any]]]:
    """All that belongs to an area, as the database has it."""
    found = {}
    every: list[type[Any]] = [*apps.get_app_config("campaigns").get_models(), Message, Translation]
    for model in every:
        if model not in OF_NO_AREA:
            found[model.__name__] = list(model.objects.filter(_of(model, owner)).order_by("pk").values())
    return found


def _of(model: type[Model], owner: SureStart | None) -> Q:
    names = {field.name for field in model._meta.get_fields()}
    own = Q(pk=ROW)
    for way in ("", "campaign__", "event__", "link__campaign__"):
        head = way.partition("__")[0]
        if (issubclass(model, Owned) and not way) or (head and head in names and not issubclass(model, Owned)):
            own |= Q(**{f"{way}sure_start": owner, f"{way}trust": None})
    return own


def addresses() -> Iterator[tuple[str, bool, list[str]]]:
    """Every address of the admin by name, whether it is ours, and it with the ids of the area's rows filled in."""
    admin = next(x for x in get_resolver().url_patterns if isinstance(x, URLResolver) and str(x.pattern) == "admin/")
    for name, pattern in walk(admin.url_patterns):
        ours = is_ours(name, pattern)
        if name.rpartition(":")[2] and (ours or not name.startswith(ELSEWHERE)):
            yield name, ours, list(_filled_in(name, pattern))


def _filled_in(name: str, pattern: URLPattern) -> Iterator[str]:
    """The addresses that the pattern takes; at least one."""
    count = 0
    for given in _fillings(pattern):
        with suppress(NoReverseMatch):
            yield reverse(name, kwargs=given)
            count += 1
    assert count, f"{name}: say in WORDS what its address takes"


def _fillings(pattern: URLPattern) -> Iterator[dict[str, Any]]:
    converters = pattern.pattern.converters
    names = list(pattern.pattern.regex.groupindex)
    tries = []
    for name in names:
        if isinstance(converters.get(name), IntConverter):
            tries.append((ROW, *(x for x in WORDS.get(name, ()) if isinstance(x, int))))
        else:
            tries.append(WORDS.get(name, ANY_NAME if name != "pk" else (str(ROW),)))
    for values in islice(product(*tries), MOST):
        yield dict(zip(names, values, strict=True))


def asked(address: str, *, ours: bool) -> list[str]:
    """The address as it is, and with everything in its query that could name a row."""
    plain = [address, f"{address}?{urlencode(QUERY)}"]
    return [*plain, f"{address}?{urlencode(EXPORT)}"] if ours else plain[1:]
