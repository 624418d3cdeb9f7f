"""Typst, which sets the pages: no markup from outside, no network, no system fonts, no clock."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from messages.paper.letters import FONTS

UNIVERSAL_ACCESS = "ua-1"
POINTS_AN_INCH = 72


class DoesNotFitError(ValueError):
    """A text is too long for its place even in the smallest type."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def pdf(layout: Path, content: Mapping[str, Any], drawings: Mapping[str, str]) -> bytes:
    """A tagged PDF (PDF/UA-1) of this layout; `drawings` are SVG by name. Raises DoesNotFitError."""
    return _compiled(layout, content, drawings, format="pdf", pdf_standards=[UNIVERSAL_ACCESS])


def png(layout: Path, content: Mapping[str, Any], drawings: Mapping[str, str]) -> bytes:
    """The first page as an image in which a point is a pixel; `drawings` as in `pdf`. Raises DoesNotFitError."""
    return _compiled(layout, content, drawings, format="png", ppi=POINTS_AN_INCH)


def _compiled(layout: Path, content: Mapping[str, Any], drawings: Mapping[str, str], **options: Any) -> bytes:
    inputs = {"content": json.dumps(content, ensure_ascii=False), **drawings}
    try:
        made = typst.compile(
            layout,
            root=layout.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            **options,
        )
    except typst.TypstError as error:
        if "does not fit: " in error.message:
            raise DoesNotFitError(error.message) from error
        raise
    return made if isinstance(made, bytes) else made[0]


def qr_svg(url: str) -> str:
    """A QR code of error level M or better, with the four modules of white around it that cameras need."""
    code = segno.make(url, error="m", micro=False)
    return str(code.svg_inline(border=4, dark="#12202a", light="#ffffff", omitsize=True))
