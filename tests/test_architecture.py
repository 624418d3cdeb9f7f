"""The house keeps its shape: imports run one way, and the project names nothing outside itself."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = re.compile(r"index-url|https?://[^ ]*/simple/|\"resolved\":")


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.splitlines() if (ROOT / name).is_file()]


def test_imports_run_down_the_house_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_app_has_one_initial_migration() -> None:
    for folder in ROOT.glob("*/migrations"):
        assert [path.name for path in sorted(folder.glob("0*.py"))] == ["0001_initial.py"]


def test_locale_does_not_shadow_the_standard_library() -> None:
    assert not (ROOT / "locale" / "__init__.py").exists()


def test_no_file_names_a_package_registry() -> None:
    here = Path(__file__)
    text = {path: path.read_text(encoding="utf-8", errors="ignore") for path in tracked() if path != here}
    assert [str(path) for path, words in text.items() if REGISTRY.search(words)] == []


def test_sample_numbers_are_reserved_for_drama() -> None:
    """Ofcom keeps 07700 900000 to 900999 for drama: no number of a real person is in the project."""
    mobile = re.compile(r"(?:\+44|\b0)7\d{3} ?\d{3} ?\d{3}\b")
    found = {
        number
        for path in tracked()
        if path.suffix in {".py", ".md", ".html", ".csv", ".toml"}
        for number in mobile.findall(path.read_text(encoding="utf-8", errors="ignore"))
    }
    assert {number for number in found if "7700900" not in number.replace(" ", "")} == set()


def test_settings_load_without_any_environment(tmp_path: Path) -> None:
    """The embedded default needs no settings: `manage.py check` works on a fresh clone."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
