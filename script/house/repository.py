"""Checks of the repository's own rules that no linter knows."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from script.house.paths import PYTHON, ROOT

LONGEST_FILE = 400
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
MOST_PARAMETERS = 6
OUTSIDE = re.compile(
    r"""(?:src|href|action|url\(|import|from|fetch\()\s*=?\s*["'(]?\s*(?:https?:)?//""", re.I
)
INLINE = (
    (re.compile(r"<style\b", re.I), "inline style sheet"),
    (re.compile(r"\sstyle\s*=", re.I), "inline style"),
    (re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I), "inline event handler"),
    (re.compile(r"javascript:", re.I), "javascript: address"),
)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.I | re.S)
HTML_FROM_TEXT = re.compile(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\()")
ADDRESS = re.compile(r"https?://|\b(?:resolved|index-url|find-links|trusted-host)\b")
LOCKS = ("requirements/runtime.txt", "requirements/dev.txt", "package-lock.json", ".npmrc")
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.S)


def tracked(*suffixes: str) -> list[Path]:
    """Files of the repository that git knows or would add, by suffix."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name.endswith(suffixes) and (ROOT / name).is_file()]


def pages() -> str:
    """Templates, scripts and style sheets obey the content policy by themselves."""
    return "\n".join([*_template_faults(), *_asset_faults()])


def _template_faults() -> Iterator[str]:
    for path in tracked(".html", ".svg"):
        text = path.read_text()
        for pattern, what in INLINE:
            if pattern.search(TEMPLATE_TAG.sub("", text)):
                yield f"{path.relative_to(ROOT)}: {what}"
        if any("src" not in tag.lower() and body.strip() for tag, body in SCRIPT.findall(text)):
            yield f"{path.relative_to(ROOT)}: inline script"
        if OUTSIDE.search(text):
            yield f"{path.relative_to(ROOT)}: an address outside this host"


def _asset_faults() -> Iterator[str]:
    for path in tracked(".js", ".css"):
        text = path.read_text()
        if OUTSIDE.search(text):
            yield f"{path.relative_to(ROOT)}: an address outside this host"
        if path.suffix == ".js" and HTML_FROM_TEXT.search(text):
            yield f"{path.relative_to(ROOT)}: HTML made from text; use textContent"


def locks() -> str:
    """No lock names where a package came from: the same lock serves an isolated network."""
    faults = [
        f"{name}:{number}: {line.strip()}"
        for name in LOCKS
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if ADDRESS.search(line) and "omit-lockfile-registry-resolved" not in line
    ]
    return "\n".join(faults)


def sizes() -> str:
    """Files, modules and functions stay small enough to be read at one sitting."""
    faults = []
    for path in tracked(".py", ".js", ".css", ".html"):
        lines = path.read_text().count("\n")
        limit = LONGEST_MODULE if path.suffix == ".js" else LONGEST_FILE
        if lines > limit and "migrations" not in path.parts:
            faults.append(f"{path.relative_to(ROOT)}: {lines} lines, {limit} allowed")
    for path in tracked(".py"):
        if "migrations" not in path.parts and "tests" not in path.parts:
            faults += _function_faults(path)
    return "\n".join(faults)


def _function_faults(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {lines} lines"
            positional = [a for a in node.args.args if a.arg not in ("self", "cls")]
            if len(positional) > MOST_PARAMETERS:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has too many parameters"


def compose() -> str:
    """`docker compose config` accepts the file; without it, a YAML parser does."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and _runs([*command, "version"]):
            done = subprocess.run(
                [*command, "-f", "docker-compose.yml", "config", "--quiet"],
                cwd=ROOT,
                env={**os.environ, "ANLAN_ENV": "docs/env.example"},
                capture_output=True,
                text=True,
                check=False,
            )
            return done.stderr if done.returncode else ""
    print("     (no docker compose here: the file is only parsed)")
    parse = "import yaml; assert yaml.safe_load(open('docker-compose.yml'))['services']"
    done = subprocess.run(
        [PYTHON, "-c", parse], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stderr


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
