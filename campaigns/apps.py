from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Tell the sender who knows whom campaigns are for, and messages who knows of links and events."""
        from campaigns import events, links  # noqa: PLC0415 - models are not ready before
        from campaigns.looking import look  # noqa: PLC0415 - the same
        from campaigns.running import holds  # noqa: PLC0415 - the same
        from delivery.fitting import campaigns_look  # noqa: PLC0415 - the same
        from delivery.holding import also_held_by  # noqa: PLC0415 - the same
        from messages.placeholders import FINDERS  # noqa: PLC0415 - the same

        campaigns_look(look)
        also_held_by(holds)
        FINDERS["event"] = events.find
        FINDERS["link"] = links.find
