"""What a parent may change about their messages. The text door and the web door call the same functions."""

from typing import Any

from subscribers.models import Journey, Subscriber

CHOICES = ("language", "fallback", "channel", "frequency", "slot", "sure_start", "trust")


def change(subscriber: Subscriber, **values: Any) -> None:
    """Change how, when, how often or in which language messages come, about every child."""
    if unknown := values.keys() - set(CHOICES):
        raise TypeError(f"Not a parent's choice: {', '.join(sorted(unknown))}")
    Journey.objects.filter(subscriber=subscriber).exclude(state=Journey.State.ENDED).update(**values)
