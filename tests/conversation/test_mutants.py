"""Explorer and state machine see a fault that is planted in the engine; `python -m tests.mutants` plants all of them."""

from __future__ import annotations

import pytest

from tests.mutants import MUTANTS, SEERS, planted

QUICK = (
    "a_correction_deletes_later_answers", "the_focus_is_not_cleared", "a_prefill_counts_as_an_answer",
    "only_answers_can_be_undone", "a_review_never_ends", "the_repair_ladder_is_stuck",
    "a_look_up_is_stored_as_the_answer",
)  # fmt: skip


@pytest.mark.parametrize("name", QUICK)
def test_a_planted_fault_is_seen_by_both(name: str) -> None:
    seen, _ = planted(name)
    assert dict(zip(SEERS, map(bool, seen), strict=True)) == dict.fromkeys(SEERS, True), seen


def test_there_are_enough_faults_to_plant() -> None:
    assert len(MUTANTS) >= 12
