"""The help: every verb and flag says what it does, and the README names every verb."""

import inspect
from pathlib import Path

import pytest
import typer

from pipeline.cli import app
from pipeline.errors import ExitCode
from pipeline.running import flags

README = Path(__file__).parents[1] / "README.md"
VERBS = ("run", "status", "show", "evaluate", "report", "export", "config")
COMMANDS = typer.main.get_command(app).commands


def test_the_verbs_are_those_of_the_design():
    assert tuple(COMMANDS) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_each_of_its_flags_has_help(verb):
    command = COMMANDS[verb]
    assert command.help
    assert all(parameter.help for parameter in command.params), [p.name for p in command.params]


def test_run_has_the_flags_of_the_field():
    options = {option for parameter in COMMANDS["run"].params for option in parameter.opts}
    expected = "-o --output -c --config -j --jobs --set --from --until --limit --pages --password --dry-run -v -q"
    assert set(expected.split()) <= options


def test_the_help_names_every_exit_code():
    assert all(f"{code.value} " in app.info.epilog for code in ExitCode)


def test_no_flag_is_left_over():
    source = inspect.getsource(inspect.getmodule(inspect.unwrap(app.registered_commands[0].callback)))
    unused = [name for name in vars(flags) if name[0].isupper() and name not in ("Path", "Annotated")]
    assert [name for name in unused if f"flags.{name}" not in source] == []


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_shows_every_verb(verb):
    assert f"crosswalk {verb}" in README.read_text(encoding="utf-8")
