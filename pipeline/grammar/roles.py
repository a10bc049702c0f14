"""The role of an amount: an award, a budget, a contribution, a threshold, a fee."""

from __future__ import annotations

import re

import msgspec

from pipeline.data import Per, Role
from pipeline.grammar.clause import clause, sentence
from pipeline.text.patterns import alternatives, fold


class RoleCue(msgspec.Struct, frozen=True):
    """A row of roles.csv: a word near an amount that says what kind of money it is."""

    form: str
    role: Role
    language: str


RECIPIENTS = frozenset({"project", "topic", "person", "institution", "patent"})
"""What an amount may be per that is paid for: such an amount is an award where no word says otherwise (每个项目3亿日元)."""


def role_of_basis(role: Role, per: tuple[Per, ...]) -> Role:
    """The role of an amount, given what it is per."""
    return "award" if role == "other" and RECIPIENTS & set(per) else role


class RoleReader:
    """Finds the role of an amount. Built once from roles.csv."""

    def __init__(self, rows: tuple[RoleCue, ...]) -> None:
        self._roles = {fold(r.form): r.role for r in rows}
        self._cue = re.compile(rf"(?<![a-z]){alternatives(self._roles)}")

    def around(self, text: str, start: int, end: int) -> Role:
        """The role that the nearest cue says, first in the clause of `text[start:end]` (folded), then in the sentence."""
        for begin, stop in (clause(text, start, end), sentence(text, start, end, reach=80)):
            cues = [
                (min(abs(start - m.end()), abs(m.start() - end)), m[0]) for m in self._cue.finditer(text, begin, stop)
            ]
            if cues:
                return self._roles[min(cues)[1]]
        return "other"

    def speaks_of_money(self, text: str, begin: int, stop: int) -> bool:
        """Whether a word for money stands in `text[begin:stop]` (folded)."""
        return self._cue.search(text, begin, stop) is not None
