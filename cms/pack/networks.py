"""How long a post may be on each network, counted as the network counts."""

import re
import unicodedata
from dataclasses import dataclass

from campaigns.models import SocialPost

Network = SocialPost.Network
ADDRESS = re.compile(r"https?://\S+|(?<![\w@.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
# X gives every address the length of its own short ones: docs.x.com/fundamentals/counting-characters.
ADDRESS_ON_X = 23
# The same page: letters in these ranges weigh one, all others (Chinese, emoji) two.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
JOINER, VARIATION = "\u200d", "\ufe0f"
SKIN = range(0x1F3FB, 0x1F400)
FLAG = range(0x1F1E6, 0x1F200)

MOST = {
    Network.X: 280,  # docs.x.com/fundamentals/counting-characters
    Network.BLUESKY: 300,  # graphemes: atproto's app.bsky.feed.post, maxGraphemes
    Network.INSTAGRAM: 2200,  # developers.facebook.com/docs/instagram-platform, caption of media
    Network.LINKEDIN: 3000,  # linkedin.com/help/linkedin/answer/a528176
    Network.FACEBOOK: 63206,  # as Facebook has told it since 2011; its help names no number
}


@dataclass(frozen=True, kw_only=True)
class Length:
    used: int
    most: int

    @property
    def fits(self) -> bool:
        return self.used <= self.most


def length(network: Network, text: str) -> Length:
    """How much of a network's room a text takes."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())
    counted = {Network.X: _on_x, Network.BLUESKY: _graphemes}.get(network, len)(text)
    return Length(used=counted, most=MOST[network])


def _on_x(text: str) -> int:
    addresses = ADDRESS.findall(text)
    rest = ADDRESS.sub("", text)
    return ADDRESS_ON_X * len(addresses) + sum(_weight(cluster) for cluster in clusters(rest))


def _weight(cluster: str) -> int:
    """An emoji of several code points weighs two; letters weigh one each, with their marks."""
    if len(cluster) > 1 and any(not _is_light(x) for x in cluster):
        return 2
    return sum(1 if _is_light(x) else 2 for x in cluster)


def _is_light(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in LIGHT)


def _graphemes(text: str) -> int:
    return len(clusters(text))


def clusters(text: str) -> list[str]:
    """What a reader takes for one character: a letter with its marks, an emoji with its parts, a flag."""
    found: list[str] = []
    for letter in text:
        if found and _goes_on(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _goes_on(cluster: str, letter: str) -> bool:
    if letter in (JOINER, VARIATION) or ord(letter) in SKIN or unicodedata.category(letter) in ("Mn", "Me"):
        return True
    if cluster.endswith(JOINER):
        return ord(letter) >= 0x2000  # noqa: PLR2004 - emoji; in scripts that join letters, a letter is one by itself
    return ord(letter) in FLAG and len(cluster) == 1 and ord(cluster) in FLAG
