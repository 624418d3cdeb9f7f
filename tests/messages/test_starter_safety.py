"""The safety messages of the starter library hold their exact advice."""

import pytest

from messages import starter
from messages.stages import StageKind

PREGNANCY, BABY = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK


def wording(kind: StageKind, number: int, track: str, piece: str) -> str:
    """One wording of the library."""
    found = [row for row in starter.rows() if (row["kind"], row["number"], row["track"]) == (kind, number, track)]
    text: str = found[0][piece]
    return text


@pytest.mark.parametrize(
    ("kind", "number", "track", "piece", "advice"),
    [
        (
            PREGNANCY,
            24,
            "carer",
            "sms",
            [
                "If you have not felt your baby move by 24 weeks, ring your midwife.",
                "If movements slow, stop or change, ring your maternity unit straight away, day or night.",
                "Do not wait for tomorrow or check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            24,
            "carer",
            "email",
            [
                "If you have not felt your baby move by 24 weeks, ring your midwife.",
                (
                    "If movements slow down, stop or change, ring your midwife or maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait until the next day.",
                "Do not use a home doppler to check.",
            ],
        ),
        (
            PREGNANCY,
            24,
            "father_partner",
            "email",
            [
                "If no movement has been felt by 24 weeks, that is a call to the midwife.",
                (
                    "If movements slow down, stop or change, help make the call to the maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait for morning.",
                "Do not check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "carer",
            "sms",
            [
                (
                    "If movements slow down, stop or change, ring your midwife or maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait until the next day.",
                "Do not check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "carer",
            "email",
            [
                (
                    "If movements slow down, stop or change, ring your midwife or maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait until the next day.",
                "If you have felt no movement yet, ring your midwife today.",
                "Do not use a home doppler or listening device to check.",
                "Ring again if it happens again, even if all was well last time.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "father_partner",
            "sms",
            [
                (
                    "If your baby's movements slow down, stop or change, the unit needs a call straight away, "
                    "day or night."
                ),
                "Do not wait until the next day, and do not check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "father_partner",
            "email",
            [
                (
                    "If your baby's movements slow down, stop or change, the unit needs a call straight away, "
                    "day or night."
                ),
                "If no movement has been felt yet, ring the midwife today.",
                "Do not wait until the next day.",
                "Do not use a home doppler to check.",
            ],
        ),
        (
            PREGNANCY,
            38,
            "carer",
            "sms",
            [
                (
                    "Every sleep: baby on their back, in a clear, firm, flat cot or Moses basket, in your room for at "
                    "least 6 months, smoke-free."
                ),
                "Never fall asleep with baby on a sofa or armchair.",
                (
                    "Never share a bed if baby was early or small, or anyone smokes, drank or took drugs or drowsy "
                    "medicine."
                ),
            ],
        ),
        (
            PREGNANCY,
            38,
            "carer",
            "email",
            [
                "Lay your baby on their back for every sleep.",
                "Use a clear, firm, flat, separate sleep space, such as a cot or Moses basket.",
                "Keep it in the same room as you for at least the first six months.",
                "Keep it smoke-free.",
                "Never fall asleep with your baby on a sofa or armchair.",
                "Do not share a bed if your baby was born early or small.",
                (
                    "Do not share a bed if anyone in it smokes, or has had alcohol, drugs or medicine that makes them "
                    "drowsy."
                ),
            ],
        ),
        (
            PREGNANCY,
            38,
            "father_partner",
            "sms",
            [
                "Set up the cot: firm, flat and clear.",
                (
                    "Every sleep, baby goes on their back, in your room or their carer's for at least 6 months, "
                    "smoke-free."
                ),
                "Never fall asleep with baby on a sofa or armchair.",
                "No bed sharing if baby is early or small, or anyone smokes, drank or took drugs or drowsy medicine.",
            ],
        ),
        (
            PREGNANCY,
            38,
            "father_partner",
            "email",
            [
                "Firm, flat mattress.",
                "Nothing else in it.",
                "It stays there for at least the first six months.",
                "Keep the room smoke-free.",
                "Your baby goes on their back, for every sleep, day and night.",
                "Never fall asleep with a baby on a sofa or armchair.",
                "Do not share a bed if a baby was born early or small.",
                (
                    "Do not share a bed if anyone in it smokes, or has had alcohol, drugs or medicine that makes them "
                    "drowsy."
                ),
            ],
        ),
        (
            BABY,
            7,
            "carer",
            "sms",
            [
                "put baby on their back in the cot, step away for five minutes, breathe, ring someone, then check.",
                "Never shake a baby.",
            ],
        ),
        (
            BABY,
            7,
            "father_partner",
            "sms",
            [
                "put baby on their back in the cot, step away, breathe, ring someone, then check.",
                "Never shake a baby.",
            ],
        ),
        (
            BABY,
            7,
            "carer",
            "email",
            [
                "put your baby on their back in the cot.",
                "Never shake a baby, however bad it gets.",
                "{lifeline.phone}",
                "In an emergency ring 999.",
            ],
        ),
        (
            BABY,
            7,
            "father_partner",
            "email",
            [
                "Put your baby down on their back in the cot.",
                "Never shake a baby. It can cause lasting harm or death.",
                "{lifeline.phone}",
                "999 in an emergency.",
            ],
        ),
    ],
)
def test_safety_message_holds_its_exact_advice(
    kind: StageKind, number: int, track: str, piece: str, advice: list[str]
) -> None:
    text = wording(kind, number, track, piece)
    assert [sentence for sentence in advice if sentence not in text] == []
