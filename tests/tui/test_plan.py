"""A whole plan of aanpak, in the window, until the document lies there."""

from __future__ import annotations

from pathlib import Path

import docx

from assistant.loading.content import Content
from assistant.session import World
from tests.tui.window import Window, play, window

GOALS = 2


class Person:
    """Answers whatever is asked: the first option, an invented text."""

    def __init__(self, win: Window) -> None:
        self.win = win
        self.texts: list[str] = []
        self.asked: list[str] = []
        self.goals = 1

    async def answer(self) -> None:
        question = self.win.reply.view.question
        assert question is not None
        self.asked.append(question.path)
        match question.type:
            case "choice":
                # With ten options or more a digit is typed, and Enter sends it.
                short = len(question.options) < 10
                await self.win.pick("4" if question.path == "home" else "1", *(() if short else ("enter",)))
            case "multi":
                await self.win.pick("down", "space", "enter")
            case "yesno" if question.path.endswith("doelen.meer"):
                more = question.path == "plan.doelen.meer" and self.goals < GOALS
                self.goals += more
                await self.win.pick("1" if more else "2")
            case "yesno":
                await self.win.pick("1")
            case "date":
                await self.win.pick("down", "enter")
            case _:
                text = f"Antwoord {len(self.texts) + 1} op {question.label.lower()} [met haken]"
                self.texts.append(text)
                await self.win.say(text)


def words_in(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_a_plan_with_two_goals_ends_in_a_document_that_holds_every_answer(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        async with window(content, world, tmp_path / "documenten", size=(110, 36)) as win:
            person = Person(win)
            for _ in range(80):
                await person.answer()
                if any(output.type == "draft" for output in win.reply.outputs):
                    break
            draft = next(output for output in win.reply.outputs if output.type == "draft")
            assert "Bewaard in" in draft.text
            assert "Nog open" not in draft.text
            assert "Bewaard in" in win.text()
            return person.asked, person.texts

    asked, texts = play(scene())
    assert "plan.controle" in asked
    assert "plan.doelen[d2].evaluatie" in asked
    (written,) = (tmp_path / "documenten").glob("*.docx")
    found = words_in(written)
    # The first text is the pasted notes, which are no part of the plan.
    assert [text for text in texts[1:] if text not in found] == []
    assert texts[0] not in found
