"""Where a campaign stands for somebody: what it waits for, what comes next, and what they may do about it."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import ALIVE, SENDING, Campaign, State
from campaigns.running import MAY_APPROVE, MAY_CHANGE, MAY_STOP, has_gone_out

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that is done with a campaign as a whole; its name is that of the function in campaigns.running."""

    name: str
    label: Words
    means: Words  # what happens then
    done: Words
    after: State  # the state that it ends in
    states: tuple[State, ...]
    permission: str
    is_grave: bool = False
    needs_comment: bool = False

    @property
    def address(self) -> str:
        """The name of its page's address."""
        return f"campaign_{self.name}"


ACTS = (
    Act(
        name="submit",
        label=gettext_lazy("Submit for approval"),
        means=gettext_lazy("A colleague looks at it and approves it, or sends it back with a comment."),
        done=gettext_lazy("It is submitted, and waits for a colleague to approve it."),
        after=State.SUBMITTED,
        states=(State.DRAFT,),
        permission=MAY_CHANGE,
    ),
    Act(
        name="approve",
        label=gettext_lazy("Approve"),
        means=gettext_lazy("Its English words are approved with it, and it goes out on its days by itself."),
        done=gettext_lazy("It is approved. It goes out on its days by itself."),
        after=State.APPROVED,
        states=(State.SUBMITTED,),
        permission=MAY_APPROVE,
    ),
    Act(
        name="send_back",
        label=gettext_lazy("Send back"),
        means=gettext_lazy("It is a draft again, and whoever submitted it reads your comment."),
        done=gettext_lazy("It is a draft again."),
        after=State.DRAFT,
        states=(State.SUBMITTED,),
        permission=MAY_APPROVE,
        needs_comment=True,
    ),
    Act(
        name="reopen",
        label=gettext_lazy("Reopen to change it"),
        means=gettext_lazy(
            "It is a draft again and what waits to be sent is taken back. It needs a new approval before anything goes."
        ),
        done=gettext_lazy("It is a draft again. Nothing of it is sent until it is approved anew."),
        after=State.DRAFT,
        states=(State.APPROVED,),
        permission=MAY_CHANGE,
    ),
    Act(
        name="pause",
        label=gettext_lazy("Pause"),
        means=gettext_lazy(
            "Nothing more of it is sent from this moment; what is being handed over just now may still arrive. What "
            "becomes too late meanwhile is never sent. You can resume it at any time."
        ),
        done=gettext_lazy("It is paused. Nothing more of it is sent."),
        after=State.PAUSED,
        states=SENDING,
        permission=MAY_STOP,
    ),
    Act(
        name="resume",
        label=gettext_lazy("Resume"),
        means=gettext_lazy("It goes on with what is not too late, at the usual hours and never too much in one day."),
        done=gettext_lazy("It goes on."),
        after=State.RUNNING,
        states=(State.PAUSED,),
        permission=MAY_STOP,
    ),
    Act(
        name="cancel",
        label=gettext_lazy("Cancel the campaign"),
        means=gettext_lazy(
            "It is called off for good: everything of it that waits is taken back, and it cannot be started again. "
            "What parents have already had stays in its report."
        ),
        done=gettext_lazy("It is cancelled. Nothing more of it is sent."),
        after=State.CANCELLED,
        states=ALIVE,
        permission=MAY_STOP,
        is_grave=True,
    ),
)
BY_NAME = {act.name: act for act in ACTS}


def has_had_a_hand(user: Any, campaign: Campaign) -> bool:
    """Whether somebody submitted it or changed it last, and so does not approve it."""
    return user.pk in (campaign.submitted_by_id, campaign.changed_by_id)


def may(act: Act, user: Any, campaign: Campaign) -> bool:
    """Whether somebody of its area may do that now; campaigns.running asks again when it is done."""
    if campaign.state not in act.states:
        return False
    if act.name == "send_back" and user.pk == campaign.submitted_by_id:
        return bool(user.has_perm(MAY_CHANGE))  # take it back
    if act.name == "approve" and has_had_a_hand(user, campaign):
        return False
    if act.name == "reopen" and has_gone_out(campaign):
        return False
    return bool(user.has_perm(act.permission))


def acts(user: Any, campaign: Campaign) -> list[Act]:
    """What somebody of its area may do with it now."""
    return [act for act in ACTS if may(act, user, campaign)]


def was_sent_back(campaign: Campaign) -> bool:
    """Whether it is a draft because somebody wanted it changed, or took it back."""
    return campaign.state == State.DRAFT and campaign.submitted_by_id is not None and campaign.approved_by_id is None


def waits_for(user: Any, campaign: Campaign, *, own: bool) -> str:
    """In a few words, what it waits for. Nothing where it needs nobody."""
    if campaign.state == State.SUBMITTED:
        return _waits_for_approval(user, campaign, own=own)
    if campaign.state == State.DRAFT and was_sent_back(campaign):
        return _("was sent back, to be changed")
    told = {"first": date_format(campaign.starts_on, "j F"), "last": date_format(campaign.ends_on, "j F")}
    return {
        State.DRAFT: _("waits to be finished and submitted") if own else _("is being prepared"),
        State.APPROVED: _("begins on %(first)s"),
        State.RUNNING: _("until %(last)s"),
        State.PAUSED: _("waits for somebody to resume or cancel it"),
    }.get(State(campaign.state), "") % told


def _waits_for_approval(user: Any, campaign: Campaign, *, own: bool) -> str:
    if not own or not user.has_perm(MAY_APPROVE):
        return _("waits for the regional team to approve")
    if has_had_a_hand(user, campaign):
        return _("waits for a colleague to approve")
    return _("waits for you to approve")


def next_step(user: Any, campaign: Campaign, *, own: bool, ready: bool) -> str:
    """One or two sentences: what comes next, and who does it."""
    if campaign.state == State.DRAFT:
        return _next_of_draft(user, own=own, ready=ready)
    if campaign.state == State.SUBMITTED:
        return _next_of_submitted(user, campaign, own=own)
    told = {"first": date_format(campaign.starts_on, "l j F"), "last": date_format(campaign.ends_on, "l j F")}
    return {
        State.APPROVED: _("It goes out by itself from %(first)s. Nobody has to do anything."),
        State.RUNNING: _("It goes out by itself until %(last)s. Nobody has to do anything."),
        State.PAUSED: _("Nothing of it is sent. It goes on when somebody resumes it."),
        State.CANCELLED: _("It was called off. Nothing of it is sent any more."),
        State.FINISHED: _("It is over. Its report stays here for good."),
    }[State(campaign.state)] % told


def _next_of_draft(user: Any, *, own: bool, ready: bool) -> str:
    if not own or not user.has_perm(MAY_CHANGE):
        return _("It is being prepared. Parents get nothing of it before it is approved.")
    if ready:
        return _("It is ready: submit it, and a colleague looks at it and approves it.")
    return _("Finish what is on the list below, then submit it for approval.")


def _next_of_submitted(user: Any, campaign: Campaign, *, own: bool) -> str:
    if not own or not user.has_perm(MAY_APPROVE):
        return _("Somebody of the regional team looks at it and approves it, or sends it back with a comment.")
    if user.pk == campaign.submitted_by_id:
        return _("You submitted it, so a colleague approves it: two pairs of eyes see everything that parents read.")
    if user.pk == campaign.changed_by_id:
        return _("You changed it last, so a colleague approves it: two pairs of eyes see everything that parents read.")
    return _("Please look through it, then approve it, or send it back with a comment.")
