"""The Chinese catalogue is whole: every sentence, every placeholder, nothing guessed."""

import re
import shutil
import subprocess

import polib
import pytest
from django.conf import settings
from django.utils import translation

CATALOGUE = (
    settings.BASE_DIR / "grid" / "frame" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
ENTRIES = list(polib.pofile(str(CATALOGUE)))


def said(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_no_sentence_is_missing_or_guessed():
    assert len(ENTRIES) > 800
    assert [e.msgid for e in ENTRIES if not all(said(e))] == []
    assert [e.msgid for e in ENTRIES if e.fuzzy] == []


def test_every_placeholder_survives_translation():
    def placeholders(text):
        return sorted(PLACEHOLDER.findall(text.replace("%%", "")))

    broken = [
        e.msgid
        for e in ENTRIES
        for text in said(e)
        if placeholders(text) not in (placeholders(e.msgid), placeholders(e.msgid_plural or ""))
    ]
    assert broken == []


def test_sentences_end_as_chinese_sentences_do():
    """A full stop for a full stop; no half-width comma between Han characters."""
    half = re.compile(r"[\u4e00-\u9fff][,;?!](?=[\u4e00-\u9fff])")
    lists = {"✓ yes,no", "yes,no"}  # one word for each answer, split at the comma
    found = {e.msgid for e in ENTRIES for text in said(e) if half.search(text)}
    assert found - lists == set()


def test_the_catalogue_compiles_and_speaks(tmp_path, settings):
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed")
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    subprocess.run(
        ["msgfmt", "--check", "-o", str(folder / "django.mo"), str(CATALOGUE)], check=True
    )
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("zh-hans"):
        assert translation.gettext("Incidents") == "警情"
    with translation.override("en"):
        assert translation.gettext("Incidents") == "Incidents"
