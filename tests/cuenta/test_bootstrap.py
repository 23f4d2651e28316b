"""The environment is made once, and everybody waits for who is making it."""

import hashlib
from pathlib import Path

import pytest

from cuenta import bootstrap


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, with the project's requirement files."""
    monkeypatch.setattr(bootstrap, "CHECKOUT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return tmp_path / ".venv"


def test_the_first_run_installs_and_the_second_does_not(
    venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def create() -> None:
        done.append("create")
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").touch()

    monkeypatch.setattr(bootstrap, "_create", create)
    monkeypatch.setattr(bootstrap, "_install", done.append)

    bootstrap.ensure_environment("dev")
    bootstrap.ensure_environment("dev")
    bootstrap.ensure_environment("base")

    assert done == ["create", "dev"], "what the tests need holds what the portal needs"


def test_changed_requirements_are_installed_again(
    venv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to("/bin/true")
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", tmp_path)
    (tmp_path / "base.txt").write_text("new==2")
    (venv / ".installed-base").write_text(hashlib.sha256(b"old==1").hexdigest())
    done: list[str] = []
    monkeypatch.setattr(bootstrap, "_install", done.append)

    bootstrap.ensure_environment("base")

    assert done == ["base"]


def test_a_failed_install_says_what_to_do_and_is_tried_again(
    venv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to("/bin/true")
    (venv / "bin" / "uv").symlink_to("/bin/false")
    monkeypatch.setattr(bootstrap, "_pip", lambda _: bootstrap._quiet(["/bin/false"]))

    assert bootstrap.run("test", []) == 1

    assert "No se pudieron instalar los paquetes" in capsys.readouterr().err
    assert not (venv / ".installed-dev").exists()


def test_no_requirement_file_names_an_address() -> None:
    for path in bootstrap.REQUIREMENTS.glob("*.*"):
        assert "://" not in path.read_text(), path.name
    for path in bootstrap.REQUIREMENTS.glob("*.txt"):
        assert "--hash=sha256:" in path.read_text(), path.name
