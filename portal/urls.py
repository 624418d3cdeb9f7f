"""The public pages of the web doors. Each has its address in every language of the interface."""

from django.urls import URLPattern, path

from portal.views import another, asking, changing, children, data, extras, losses, overview, public, stop
from portal.views.sign_up import pages, poster, yes

urlpatterns: list[URLPattern] = [
    path("join/", pages.start, name="join"),
    path("join/check/", yes.check, name="join-check"),
    path("join/code/", yes.code, name="join-code"),
    path("join/sent/", yes.sent, name="join-sent"),
    path("join/done/", yes.done, name="join-done"),
    path("join/<slug:name>/", pages.step, name="join-step"),
    path("at/<str:keyword>/", poster.at, name="at"),
    path("confirm/<str:token>/", yes.confirm, name="confirm"),
    path("i/<str:key>/", pages.invited, name="invited"),
    path("help/", public.help_now, name="help-now"),
    path("privacy/", public.privacy, name="privacy"),
    path("words/", public.words, name="words"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("stop/<str:token>/", stop.stop, name="stop"),
    path("stop/<str:token>/loss/", stop.stop_for_loss, name="stop-loss"),
    path("stop/<str:token>/why/", stop.stop_why, name="stop-why"),
    path("m/<str:token>/", asking.open_page, name="preferences-open"),
    path("calendar/<str:token>.ics", data.calendar_file, name="calendar"),
    path("mine/", overview.overview, name="preferences"),
    path("mine/ask/", asking.ask, name="preferences-ask"),
    path("mine/another/", another.another, name="preferences-another"),
    path("mine/leave/", asking.leave, name="preferences-leave-page"),
    path("mine/change/<slug:what>/", changing.change, name="preferences-change"),
    path("mine/pause/", changing.pause, name="preferences-pause"),
    path("mine/go-on/", changing.go_on, name="preferences-go-on"),
    path("mine/add/", children.add, name="preferences-add"),
    path("mine/<int:journey>/born/", children.born, name="preferences-born"),
    path("mine/<int:journey>/due/", children.due, name="preferences-due"),
    path("mine/<int:journey>/early/", children.early, name="preferences-early"),
    path("mine/<int:journey>/invite/", children.invite, name="preferences-invite"),
    path("mine/<int:journey>/extra/", extras.choose, name="preferences-extra"),
    path("mine/<int:journey>/loss/", losses.tell, name="preferences-loss"),
    path("mine/after-loss/", losses.after, name="preferences-after-loss"),
    path("mine/others/", losses.others, name="preferences-others"),
    path("mine/past/", data.past, name="preferences-past"),
    path("mine/calendar/", data.calendar, name="preferences-calendar"),
    path("mine/data/", data.data, name="preferences-data"),
    path("mine/data.json", data.data_file, name="preferences-data-file"),
    path("mine/stop/", data.stop, name="preferences-stop"),
    path("mine/erase/", data.erase, name="preferences-erase"),
]
