"""Compiled translations; the sources are in git, what msgfmt makes of them is not."""

from script.house.console import run_logged
from script.house.paths import ROOT, digest, stamp, stamped


def compile_catalogues() -> None:
    """Run msgfmt over every catalogue that changed."""
    for source in sorted(ROOT.glob("grid/*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        name, value = f"mo-{source.parts[-3]}-{source.stem}", digest(source)
        if target.exists() and stamped(name, value):
            continue
        run_logged(["msgfmt", "--check-format", "-o", str(target), str(source)], log="msgfmt")
        stamp(name, value)
