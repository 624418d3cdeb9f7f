"""How the bench compares: rounds, medians, goals, and the check that both sides did the same."""

import pytest

from bench.measuring import DifferentWorkError, Goal, Sample, Side, Took, at_least, at_most, compared, measure


def took(seconds: float) -> Side:
    """A side that says that one unit took so long."""
    return Side(work=lambda: Took(units=2, seconds=2 * seconds))


@pytest.mark.parametrize(
    ("goal", "ratio", "met"),
    [(at_least(2), 2.0, True), (at_least(3), 2.0, False), (at_most(0.5), 0.5, True), (at_most(0.4), 0.5, False)],
)
def test_ratio_is_what_the_goal_speaks_of(goal: Goal, ratio: float, *, met: bool) -> None:
    samples = measure({"ours": took(1), "peer": took(2)}, 3)
    row = compared("name", 10, samples["ours"], samples["peer"], goal)
    assert (row.ours, row.peer, row.ratio, row.met, row.spread) == (1_000_000, 2_000_000, ratio, met, (ratio, ratio))


def test_medians_and_the_smallest_and_largest_round_are_told() -> None:
    ours, peer = Sample(wall=[1, 2, 30]), Sample(wall=[4, 4, 3])
    row = compared("name", 10, ours, peer, at_least(2))
    assert (row.ours, row.peer, row.ratio, row.spread) == (2_000_000, 4_000_000, 2, (0.1, 4))


def test_sides_take_turns_and_are_put_back_before_each() -> None:
    seen: list[str] = []

    def side(name: str) -> Side:
        def work() -> int:
            seen.append(name)
            return 1

        return Side(work=work, before=lambda: seen.append("before"))

    measure({"ours": side("ours"), "peer": side("peer")}, 2)
    assert seen == ["before", "ours", "before", "peer"] * 2


def test_sides_that_leave_different_things_behind_are_not_compared() -> None:
    sides = {name: Side(work=lambda: 1, done=lambda name=name: name) for name in ("ours", "peer")}  # type: ignore[misc]
    with pytest.raises(DifferentWorkError, match="ours"):
        measure(sides, 1)
