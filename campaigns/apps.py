from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Tell the sender who knows whom campaigns are for, and which of them are paused."""
        from campaigns.looking import look  # noqa: PLC0415 - models are not ready before
        from campaigns.running import holds  # noqa: PLC0415 - the same
        from delivery.fitting import campaigns_look  # noqa: PLC0415 - the same
        from delivery.holding import also_held_by  # noqa: PLC0415 - the same

        campaigns_look(look)
        also_held_by(holds)
