"""What reads one document for the linker: its setting, its sentences' syntax, its pointers, and the cue words."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.linking.cues import Cues, LinkCue
from pipeline.linking.own import Own, find_own
from pipeline.linking.pointers import Anaphor, Pointers
from pipeline.linking.setting import Setting
from pipeline.linking.syntax import Syntax
from pipeline.text.lookup import FormIndex


@dataclass(frozen=True, slots=True)
class Reading:
    """The words that links are made by, opened once."""

    anaphora: FormIndex[Anaphor]
    cues: Cues


@dataclass(frozen=True, slots=True)
class Context:
    """One document, ready to be asked."""

    setting: Setting
    syntax: Syntax
    pointers: Pointers
    cues: Cues
    own: Own


def open_reading(anaphora: tuple[Anaphor, ...], cues: tuple[LinkCue, ...]) -> Reading:
    """Builds the patterns from anaphora.csv and link_cues.csv."""
    return Reading(FormIndex(((a.form, a) for a in anaphora), ignore_case=True), Cues(cues))


def open_context(setting: Setting, reading: Reading) -> Context:
    """Looks a document's pointers up and readies its syntax."""
    syntax = Syntax(setting, reading.cues)
    pointers = Pointers(reading.anaphora, setting, syntax)
    return Context(setting, syntax, pointers, reading.cues, find_own(setting, reading.cues))
