"""The repository keeps its own rules: floors, sizes, no addresses, nothing left undone."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from script.house import repository

ROOT: Path = settings.BASE_DIR
LEFT_UNDONE = re.compile(
    r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|breakpoint\(\)|pdb\.set_trace"
)
MACHINE_PATHS = re.compile(r"(?<!\w)/(?:wo" r"rk|ho" r"me|us" r"ers)/[a-z]", re.IGNORECASE)


def sources() -> list[Path]:
    return repository.tracked(".py", ".js", ".css", ".html", ".md", ".toml", ".yml")


def test_there_is_something_to_check() -> None:
    assert len(sources()) > 100


def test_the_floors_import_downwards_only() -> None:
    done = subprocess.run(["lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_pages_hold_nothing_inline_and_nothing_from_outside() -> None:
    assert repository.pages() == ""


def test_locks_name_no_address() -> None:
    assert repository.locks() == ""


def test_files_modules_and_functions_stay_small() -> None:
    assert repository.sizes() == ""


def test_every_locked_package_has_a_hash() -> None:
    for name in ("runtime.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        entries = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_development_locks_the_versions_that_production_runs() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text()
        return dict(re.findall(r"(?m)^([A-Za-z0-9._-]+)==(\S+)", text))

    runtime, dev = pins("runtime.txt"), pins("dev.txt")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_nothing_is_left_undone() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LEFT_UNDONE.search(line)
    ]
    assert found == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = [p.relative_to(ROOT) for p in sources() if MACHINE_PATHS.search(p.read_text())]
    assert found == []


def test_links_between_documents_lead_somewhere() -> None:
    dead = []
    for page in repository.tracked(".md"):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)} → {target}")
    assert dead == []


@pytest.mark.parametrize("name", ["server", "test", "check", "lock"])
def test_what_a_person_types_can_be_run(name: str) -> None:
    script = ROOT / "script" / name
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(script)]).returncode == 0


class TestTheRulesThemselves:
    """A rule that cannot fail protects nothing."""

    @pytest.mark.parametrize(
        "text",
        [
            '<script src="https://cdn.example/x.js">',
            "url(//fonts.example/a.woff)",
            'import "//x.y/z.js"',
        ],
    )
    def test_an_outside_address_is_seen(self, text: str) -> None:
        assert repository.OUTSIDE.search(text)

    @pytest.mark.parametrize("text", ['<p style="color:red">', '<b onclick="x()">', "<style>"])
    def test_inline_style_and_handlers_are_seen(self, text: str) -> None:
        assert any(pattern.search(text) for pattern, _what in repository.INLINE)

    def test_html_made_from_text_is_seen(self) -> None:
        assert repository.HTML_FROM_TEXT.search("node.innerHTML = text")

    def test_an_address_in_a_lock_is_seen(self) -> None:
        assert repository.ADDRESS.search('"resolved": "https://registry.example/x.tgz"')
