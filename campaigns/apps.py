from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns import events  # noqa: PLC0415 - models are loaded by now, and not before
        from messages.placeholders import FINDERS  # noqa: PLC0415 - it reads models too

        FINDERS["event"] = events.find
