"""What stands in the way of a campaign: sentences that say what to do, in the language of whoever asks."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from campaigns.audiences import channels
from campaigns.estimating import Estimate, estimate, hours, spent, waiting
from campaigns.models import Campaign, CampaignText, Mailing
from languages.table import DEFAULT
from messages import editorial
from subscribers.hours import local_day
from subscribers.models import Contact

NAMES = {Contact.Kind.SMS: "sms", Contact.Kind.EMAIL: "email_text"}


def problems(campaign: Campaign, now: datetime, known: Mapping[int, Estimate] | None = None) -> list[str]:
    """All that has to be mended before it can be submitted or approved; nothing when it is ready.

    `known` are estimates of its mailings, by their ids, that need not be made again.
    """
    today, known = local_day(now), known or {}
    mailings = list(campaign.mailings.select_related("message", "campaign").prefetch_related("message__translations"))
    found = [*_of_campaign(campaign, today)]
    estimates = [(mailing, known.get(mailing.pk) or estimate(mailing)) for mailing in mailings]
    for mailing, expected in estimates:
        found += [f"{mailing}: {sentence}" for sentence in _of_mailing(mailing, expected, today)]
    pence = sum(expected.pence for _mailing, expected in estimates)
    if campaign.budget_pence is not None and pence > campaign.budget_pence:
        found.append(_money(campaign.budget_pence, pence))
    return found


def of_mailing(mailing: Mailing, expected: Estimate, now: datetime) -> list[str]:
    """What has to be mended in one mailing, as far as it is about it alone."""
    return list(_of_mailing(mailing, expected, local_day(now)))


def budget_is_short(mailing: Mailing, today: date) -> str:
    """Why its campaign's budget does not reach for it as well; blank when it does.

    On its day all that waits until then is counted, for the days of a week are queued together, before any is paid.
    """
    budget = mailing.campaign.budget_pence
    if budget is None:
        return ""
    pence = spent(mailing.campaign)
    if mailing.queued_at is None:
        pence += estimate(mailing).pence
    if mailing.day <= today:
        pence += waiting(mailing.campaign, mailing.day, but_not=None if mailing.queued_at else mailing)
    return _money(budget, pence) if pence > budget else ""


def _money(budget: int, pence: object) -> str:
    told = {"pounds": f"{float(str(pence)) / 100:.2f}", "budget": f"{budget / 100:.2f}"}
    return _("Its texts may cost £%(pounds)s, and the budget is £%(budget)s: shorten them, or raise it.") % told


def _of_campaign(campaign: Campaign, today: date) -> Iterator[str]:
    if campaign.ends_on < today:
        yield _("Its last day is over. Choose new dates.")
    own = campaign.inherits_id is None
    if own and not CampaignText.objects.filter(campaign=campaign, language=DEFAULT).exclude(title="").exists():
        yield _("Write its title in English under Texts: parents read it on its page.")


def _of_mailing(mailing: Mailing, expected: Estimate, today: date) -> Iterator[str]:
    message = mailing.message
    if mailing.last_day < today:
        yield _("its day is over. Choose another.")
    if not any(getattr(message, NAMES[Contact.Kind(channel)]) for channel in channels(mailing.campaign)):
        yield _("write its words in English.")
    for finding in editorial.blocking(editorial.check(message, today=today, services=editorial.services())):
        yield str(finding.says)
    if not expected.fits:
        yield _(
            "to so many parents it takes %(hours)s hours, and its days have %(room)s hours: let it wait for more days."
        ) % {"hours": hours(expected.sending), "room": hours(expected.room)}
