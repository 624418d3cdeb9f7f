"""How networks count: letters, addresses, emoji, and letters with their marks."""

import pytest

from cms.pack.networks import Length, Network, length

COUNTS = [
    ("Hello", 5, 5, 5),
    ("  Hello \r\n", 5, 5, 5),
    ("See https://hope.example/campaigns/infant-mental-health-awareness-week/", 27, 71, 71),
    ("See hope.example/go/bcdf23 today", 33, 32, 32),
    ("Zanuć piosenkę", 14, 14, 14),
    ("Zanuc\u0301", 5, 5, 5),  # a letter and its mark, typed as two
    ("أهلاً", 5, 4, 5),
    ("宝宝", 4, 2, 2),
    ("👶", 2, 1, 1),
    ("👨‍👩‍👧", 2, 1, 5),
    ("👋🏽", 2, 1, 2),
    ("🇮🇪🇬🇧", 4, 2, 4),
    ("", 0, 0, 0),
]


@pytest.mark.parametrize(("text", "on_x", "on_bluesky", "elsewhere"), COUNTS)
def test_text_is_counted_as_the_network_does(text: str, on_x: int, on_bluesky: int, elsewhere: int) -> None:
    counted = [length(network, text).used for network in (Network.X, Network.BLUESKY, Network.INSTAGRAM)]
    assert counted == [on_x, on_bluesky, elsewhere]


@pytest.mark.parametrize(
    ("network", "most"),
    [("x", 280), ("bluesky", 300), ("instagram", 2200), ("linkedin", 3000), ("facebook", 63206)],
)
def test_room_ends_where_the_network_says(network: str, most: int) -> None:
    found = [length(Network(network), "a" * number) for number in (most, most + 1)]
    assert found == [Length(used=most, most=most), Length(used=most + 1, most=most)]
    assert [x.fits for x in found] == [True, False]
