"""Whoever reads the registers reads words; what has no word yet is shown as its code."""

import pytest
from django.template import Context, Template
from django.utils import translation


def shown(code, kind):
    with translation.override("en"):
        return Template("{% load registers %}{{ code|" + kind + " }}").render(
            Context({"code": code})
        )


@pytest.mark.parametrize(
    ("code", "kind", "word"),
    [
        ("incidents.received", "act", "Incident received"),
        ("system", "channel", "Platform"),
        ("premise_note", "subject", "Premise note"),
        ("review", "operation", "Review"),
        ("supervision", "purpose", "Supervision"),
        ("案件侦办", "purpose", "案件侦办"),
    ],
)
def test_a_code_is_said_in_words(code, kind, word):
    assert shown(code, kind) == word


def test_an_act_without_a_word_is_shown_not_hidden():
    assert shown("later.invented", "act") == "later.invented"
