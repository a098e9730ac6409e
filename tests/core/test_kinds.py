"""Kinds and verdicts are called as the site, the strings or the program calls them, in this order."""

from __future__ import annotations

from postil.core.kinds import kind_label, verdict_label, verdict_rank
from postil.core.written import Kind, SiteSettings

PLAIN = SiteSettings()
OWN = SiteSettings(
    kinds={"check": Kind(label="Test", plural="Tests"), "rumour": Kind(label="Rumour")}, verdicts={"sound": "Sound"}
)
GERMAN = {"kind-check": "Prüfung", "kind-check-plural": "Prüfungen", "verdict-accurate": "Richtig"}


def test_what_comes_along_is_called_as_the_strings_say_and_else_in_english() -> None:
    assert kind_label("check", PLAIN, GERMAN) == "Prüfung"
    assert kind_label("check", PLAIN, GERMAN, plural=True) == "Prüfungen"
    assert kind_label("dispute", PLAIN, GERMAN) == "Dispute"
    assert kind_label("dispute", PLAIN, GERMAN, plural=True) == "Disputes"
    assert verdict_label("accurate", PLAIN, GERMAN) == "Richtig"
    assert verdict_label("disputed", PLAIN, GERMAN) == "Disputed"


def test_what_a_site_describes_itself_is_called_as_the_site_says() -> None:
    assert kind_label("check", OWN, GERMAN) == "Test"
    assert kind_label("check", OWN, GERMAN, plural=True) == "Tests"
    assert kind_label("rumour", OWN, GERMAN, plural=True) == "Rumour"
    assert verdict_label("sound", OWN, GERMAN) == "Sound"


def test_what_nobody_knows_is_called_by_its_name() -> None:
    assert kind_label("gossip", OWN, GERMAN) == "gossip"
    assert verdict_label("accurate", OWN, GERMAN) == "accurate"
    assert verdict_label("half", PLAIN, GERMAN) == "half"


def test_a_verdict_has_the_rank_of_its_place_on_the_scale_of_the_site() -> None:
    assert [verdict_rank(name, PLAIN) for name in ("accurate", "unverified", "disputed", "inaccurate")] == [1, 3, 3, 5]
    three = SiteSettings(verdicts={"yes": "Yes", "perhaps": "Perhaps", "no": "No"})
    assert [verdict_rank(name, three) for name in ("yes", "perhaps", "no")] == [1, 3, 5]
    assert [verdict_rank(name, SiteSettings(verdicts={"good": "Good", "bad": "Bad"})) for name in ("good", "bad")] == [
        1,
        5,
    ]
    assert verdict_rank("sound", OWN) == 3
    assert verdict_rank("accurate", OWN) == 3
