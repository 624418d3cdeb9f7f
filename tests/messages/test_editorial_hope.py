"""Hope, not guilt: every rule finds the words it is for, and leaves alone what stands near them."""

import tomllib
from pathlib import Path

import pytest

from messages.editorial.hope import Rule, rules
from messages.models import Message
from messages.stages import StageKind
from subscribers.models import Track
from tests.messages.editorial_kit import LETTER, check, english, found, polish

EXAMPLES = tomllib.loads(Path(__file__).with_name("hope_examples.toml").read_text(encoding="utf-8"))
RULES = {rule.name: rule for rule in rules()}
HITS = [(name, text) for name, example in EXAMPLES.items() for text in example["hit"]]
MISSES = [(name, text) for name, example in EXAMPLES.items() for text in example["miss"]]
GROUPS = {
    "assuming",
    "blame",
    "comparing",
    "judgement",
    "loss",
    "milestones",
    "minimising",
    "path",
    "pressure",
    "service",
}


def where(rule: Rule) -> tuple[str, str]:
    """A track and a kind of stage in which the rule applies."""
    track = next(iter(sorted(rule.tracks)), Track.CARER)
    return track, next(iter(sorted(rule.stages)), StageKind.BABY_WEEK)


def rules_found(name: str, text: str) -> set[str]:
    track, kind = where(RULES[name])
    return {rule for rule, field, _excerpt in found(english(track, kind, sms=text)) if field == "sms"}


def test_every_rule_has_its_examples() -> None:
    assert set(EXAMPLES) == set(RULES)
    assert all(example["hit"] and example["miss"] for example in EXAMPLES.values())


def test_there_are_rules_enough_in_every_group() -> None:
    assert len(RULES) >= 80
    assert {rule.group for rule in RULES.values()} == GROUPS


@pytest.mark.parametrize(("name", "text"), HITS)
def test_rule_finds_what_it_is_for(name: str, text: str) -> None:
    assert name in rules_found(name, text)


@pytest.mark.parametrize(("name", "text"), MISSES)
def test_rule_leaves_the_rest_alone(name: str, text: str) -> None:
    assert name not in rules_found(name, text)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_teaches(rule: Rule) -> None:
    """Each says why, and another way, in whole sentences and not in a reader's face."""
    assert rule.why[-1] in ".?"
    assert rule.instead[-1] in ".”:"
    assert len(rule.why) <= 120
    assert "!" not in rule.why + rule.instead


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.tracks], ids=lambda rule: rule.name)
def test_rule_of_a_track_is_silent_elsewhere(rule: Rule) -> None:
    _track, kind = where(rule)
    other = next(track for track in Track.values if track not in rule.tracks)
    text = EXAMPLES[rule.name]["hit"][0]
    assert rule.name not in {name for name, *_ in found(english(other, kind, sms=text))}


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.not_tracks], ids=lambda rule: rule.name)
def test_rule_is_silent_where_it_is_allowed(rule: Rule) -> None:
    for track in rule.not_tracks:
        text = EXAMPLES[rule.name]["hit"][0]
        assert rule.name not in {name for name, *_ in found(english(track, sms=text))}


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.stages], ids=lambda rule: rule.name)
def test_rule_of_a_stage_is_silent_elsewhere(rule: Rule) -> None:
    other = next(kind for kind in StageKind.values if kind not in rule.stages)
    text = EXAMPLES[rule.name]["hit"][0]
    assert rule.name not in {name for name, *_ in found(english(kind=other, sms=text))}


def test_names_of_tracks_stages_and_fields_exist() -> None:
    fields = {field.name for field in Message._meta.get_fields()}
    for rule in RULES.values():
        assert rule.tracks | rule.not_tracks <= set(Track.values)
        assert rule.stages <= set(StageKind.values)
        assert rule.fields <= fields


def test_good_words_have_no_finding() -> None:
    assert found(english()) == []
    assert found(polish()) == []


def test_finding_in_every_detail() -> None:
    [finding] = check(english(sms="Hum one song. You SHOULD do it. You should."))[:1]
    assert (finding.rule, finding.field, finding.excerpt, finding.severity) == ("should", "sms", "You SHOULD", "hint")
    assert finding.says == "“Should” tells a parent what they are not doing."
    assert finding.instead == "“You could …” or “Try …”."


def test_excerpt_is_cut_from_the_text_whatever_its_apostrophe() -> None:
    assert ("do-not-worry", "sms", "Don’t worry") in found(english(sms="Don’t worry."))


@pytest.mark.parametrize("field", ["topic", "action", "why", "sms", "sms_why", "subject", "preheader", "email", "web"])
def test_every_field_is_read(field: str) -> None:
    texts = {"email": LETTER} | {"sms_why": "Why.", "sms_do": "Do.", "sms_done": "Done."}
    assert ("simply", field, "Simply") in found(english(**texts | {field: "Simply sing."}))


@pytest.mark.parametrize("text", ["Just relax. You must.", "Mums know best."])
def test_other_languages_are_not_read_as_english(text: str) -> None:
    assert found(polish(sms=text)) == []
