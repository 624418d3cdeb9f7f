from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns import links  # noqa: PLC0415 - models are there only now
        from messages.placeholders import FINDERS  # noqa: PLC0415

        FINDERS["link"] = links.find
