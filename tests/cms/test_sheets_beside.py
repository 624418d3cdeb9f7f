"""Two texts side by side: what changed is marked, and nothing of either text is lost."""

import pytest

from cms.sheets.beside import CHANGED, SAME, beside


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("", "New.", [], [(CHANGED, "New.")]),
        ("Same.", "Same.", [(SAME, "Same.")], [(SAME, "Same.")]),
        (
            "Smile at me.",
            "Sing to me.",
            [(CHANGED, "Smile at"), (SAME, " me.")],
            [(CHANGED, "Sing to"), (SAME, " me.")],
        ),
        ("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.", None, [(SAME, "One"), (CHANGED, ".\n\nNew"), (SAME, ".\n\nTwo.")]),
        ("宝宝您好。", "宝宝你好。", [(SAME, "宝宝"), (CHANGED, "您"), (SAME, "好。")], None),
        ("تحدث مع طفلك", "غنِّ مع طفلك", [(CHANGED, "تحدث"), (SAME, " مع طفلك")], [(CHANGED, "غنِّ"), (SAME, " مع طفلك")]),
    ],
)
def test_texts_beside_each_other(
    old: str, new: str, left: list[tuple[str, str]] | None, right: list[tuple[str, str]] | None
) -> None:
    found = beside(old, new)
    assert ["".join(text for _kind, text in pieces) for pieces in found] == [old, new]
    assert left in (None, found[0])
    assert right in (None, found[1])
