"""The command `scenario`: plays files of scenarios, and prints what fails, a count, and what was reached."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from assistant.authoring.coverage import Coverage, shown
from assistant.authoring.playing import Stage
from assistant.authoring.scenarios import START, Case, read_cases
from assistant.loading.content import Content


def play_files(files: Sequence[Path], content: Content, out: TextIO, *, coverage: bool = False) -> int:
    """Play every scenario of some files.

    Args:
        files: where the scenarios are.
        content: what they are played on.
        out: gets what fails, each at its place, and the counts.
        coverage: also tell what of the flows was reached.

    Returns:
        0 where all hold (or fail as they say), and else 1; also where there are none.
    """
    stage, reached = Stage(content), Coverage()
    passed = failed = known = 0
    for path in files:
        cases, problems = read_cases(path)
        out.writelines(f"{problem}\n" for problem in problems)
        failed += len(problems)
        for case in cases if not problems else ():
            faults = _faults(case, stage, reached)
            if case.scenario.fails:
                known, failed = known + bool(faults), failed + (not faults)
            else:
                passed, failed = passed + (not faults), failed + bool(faults)
            out.writelines(f"{line}\n" for line in _told(case, faults))
    out.write(f"{passed} goed, {failed} fout{f', {known} faalt zoals verwacht' if known else ''}\n")
    if coverage:
        out.writelines(f"{line}\n" for line in shown(reached, content.script))
    return 1 if failed or not passed else 0


def _faults(case: Case, stage: Stage, reached: Coverage) -> list[tuple[int, str]]:
    """What is not so, as it is played and with save and load after every turn; what must fail reaches nothing."""
    faults = stage.play(case) if case.scenario.fails else stage.play(case, watch=reached.note)
    return list(dict.fromkeys([*faults, *stage.play(case, reload=True)]))


def _told(case: Case, faults: Sequence[tuple[int, str]]) -> list[str]:
    scenario = case.scenario
    if scenario.fails and faults:
        return [f"{case.place(START)}: {scenario.scenario}: faalt zoals verwacht: {scenario.fails}"]
    if scenario.fails:
        return [f"{case.place(START)}: {scenario.scenario}: dit faalt niet meer; haal 'fails' weg."]
    return [
        f"{case.place(turn)}: {scenario.scenario}: "
        + (f"na '{scenario.turns[turn].say[:40]}' " if turn != START else "")
        + f"{fault}."
        for turn, fault in faults
    ]
