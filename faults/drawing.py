"""A chart of samples over time, as SVG: one panel for each thing that is measured, all on the same minutes."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, GAP, LEFT = 720, 130, 44, 64
# Panels with the samples that are drawn in each.
PANELS: Mapping[str, Sequence[str]] = {
    "Memory of the largest process, MB": ("worker MB", "web MB", "beat MB"),
    "Open files": ("worker files", "web files", "beat files"),
    "Connections to the database": ("connections",),
    "Table of nudges, MB": ("table MB",),
    "Dead rows in it": ("dead rows",),
    "From due to accepted, seconds": ("p50 s", "p95 s", "p99 s"),
}
COLOURS = ("#1d4f91", "#b5420f", "#3b7a3f")


def chart(title: str, samples: Sequence[Mapping[str, float]]) -> str:
    """All panels, one under the other."""
    tall = len(PANELS) * (HEIGHT + GAP) + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}"',
        'font-family="sans-serif" font-size="12">',
        f'<title>{escape(title)}</title><rect width="{WIDTH}" height="{tall}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-size="15">{escape(title)}</text>',
    ]
    for place, (name, series) in enumerate(PANELS.items()):
        parts += _panel(name, series, samples, GAP + place * (HEIGHT + GAP))
    return "\n".join([*parts, "</svg>", ""])


def _panel(name: str, series: Sequence[str], samples: Sequence[Mapping[str, float]], top: int) -> list[str]:
    most = max((sample.get(one, 0) for sample in samples for one in series), default=0) or 1
    last = max((sample["minutes"] for sample in samples), default=0) or 1
    bottom, right = top + HEIGHT - 20, WIDTH - 150
    parts = [
        f'<text x="{LEFT}" y="{top + 2}">{escape(name)}</text>',
        f'<path d="M{LEFT} {top + 10}V{bottom}H{right}" fill="none" stroke="#555"/>',
        f'<text x="{LEFT - 6}" y="{top + 20}" text-anchor="end">{most:.4g}</text>',
        f'<text x="{LEFT - 6}" y="{bottom}" text-anchor="end">0</text>',
        f'<text x="{right}" y="{bottom + 14}" text-anchor="end">{last:.0f} min</text>',
    ]
    for number, one in enumerate(series):
        known = [(sample["minutes"], sample[one]) for sample in samples if one in sample]
        if not known:
            continue
        line = " ".join(
            f"{LEFT + x / last * (right - LEFT):.1f},{bottom - y / most * (bottom - top - 12):.1f}" for x, y in known
        )
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[number]}" stroke-width="1.5"/>')
        said = f"{one}: {known[-1][1]:.4g}"
        parts.append(
            f'<text x="{right + 8}" y="{top + 22 + 16 * number}" fill="{COLOURS[number]}">{escape(said)}</text>'
        )
    return parts
