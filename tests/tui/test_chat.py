"""The chat as a person uses it: choosing, typing, leaving."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from assistant.interfaces.tui.app import Samenwerkwijzer
from assistant.interfaces.tui.screens.help import HelpScreen
from assistant.interfaces.tui.text import of_person
from assistant.interfaces.tui.widgets.choices import Choices, Row
from assistant.interfaces.tui.widgets.message import Message
from assistant.interfaces.tui.widgets.preview import Preview
from assistant.interfaces.tui.widgets.transcript import MOST, Transcript
from assistant.journal.memory_store import MemoryStore
from assistant.journal.store import Unavailable
from assistant.loading.content import Content
from assistant.session import Session, World
from tests.tui.window import Window, play, window

PLAN = ("plan", "sla over", "De Waterlelie", "Westerbroek", "vandaag", "de beleidsmedewerker", "ib'er, wijkteam")
"""Up to the first question of the plan where more answers may be ticked."""


async def begin_plan(win: Window, upto: int = len(PLAN)) -> None:
    for message in PLAN[:upto]:
        await win.say(message)


def person(win: Window) -> list[str]:
    """What the person said, as it stands in the conversation."""
    return [m.lines.plain.removeprefix("Jij\n") for m in win.chat.query(Message) if m.has_class("person")]


# --- choosing ---


def test_an_option_is_chosen_by_a_click(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            before = win.reply
            await win.pilot.click(win.row(1))
            await win.answered(before)
            assert person(win) == ["Reflecteren op je eigen rol"]
            assert win.reply.view.flow == "reflecteren"

    play(scene())


def test_an_option_is_chosen_by_its_number(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.pick("4")
            assert win.reply.view.flow == "plan"

    play(scene())


def test_an_option_is_chosen_by_arrows_and_enter(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.press("down", "down", "down", "up")
            assert "›  2  " in win.text().replace("› 2", "›  2")
            await win.pick("enter")
            assert win.reply.view.flow == "reflecteren"

    play(scene())


def test_an_option_is_chosen_by_typing(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.pick(*"intake", "enter")
            assert win.reply.view.flow == "intake"

    play(scene())


def test_the_choice_locks_and_shows_what_was_chosen(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            first = win.choices
            await win.pick("2")
            assert first.locked
            assert [row.place for row in first.query(Row) if row.display] == [1]
            assert "✓ 2  Reflecteren op je eigen rol" in win.text()
            await win.pilot.click(next(row for row in first.query(Row) if row.display))
            assert person(win) == ["Reflecteren op je eigen rol"]

    play(scene())


def test_a_typed_answer_is_marked_in_the_choice_too(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.say("reflecteren")
            choice = win.choices
            await win.say("mijn motivatie")
            assert [row.place for row in choice.query(Row) if row.display] == [1]

    play(scene())


def test_options_of_a_question_that_is_asked_again_are_shown_once(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.say("reflecteren")
            first = win.choices
            await win.say("wat is mandaat?")
            assert win.asked == "reflecteren.keuze"
            assert first is not win.choices
            assert not first.display

    play(scene())


def test_an_empty_enter_chooses_nothing(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            before = win.reply
            await win.press("enter", "enter")
            await win.until(lambda: "Er staat nog niets" in win.text(), "a hint")
            assert win.reply is before
            assert person(win) == []

    play(scene())


@pytest.mark.parametrize(
    ("keys", "said", "places"),
    [
        (("down", "space", "down", "down", "space", "enter"), "1, 3", [0, 2]),
        (("1", "3", "enter"), "1, 3", [0, 2]),
        (("2", "2", "3", "enter"), "Het proces van samenwerken", [2]),
        (("1", "comma", "space", "4", "enter"), "1, 4", [0, 3]),
        (("down", "enter", "enter"), "Kritisch reflecteren op de samenwerking", [0]),
        (("1", "space", "e", "n", "space", "3", "enter"), "1 en 3", [0, 2]),
    ],
)
def test_more_answers_are_ticked_and_confirmed(
    content: Content, world: World, tmp_path: Path, keys: tuple[str, ...], said: str, places: list[int]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN) as win:
            question = win.reply.view.question
            assert question is not None
            assert question.path == "plan.aandachtsgebieden"
            await win.pick(*keys)
            assert person(win)[-1] == said
            assert win.reply.view.answers[question.path] == [question.options[place].id for place in places]

    play(scene())


def test_more_answers_are_ticked_by_mouse(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN) as win:
            choices = win.choices
            await win.pilot.click(win.row(1))
            await win.pilot.click(win.row(4))
            await win.until(lambda: win.text().count("[x]") == 2, "two ticks")
            before = win.reply
            await win.pilot.click(list(choices.query(Row))[-1])
            await win.answered(before)
            assert person(win)[-1] == "2, 5"

    play(scene())


def test_nothing_ticked_confirms_nothing(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN) as win:
            before = win.reply
            await win.press("1", "1", "enter")
            await win.until(lambda: "minstens een" in win.text(), "a hint")
            assert win.reply is before

    play(scene())


@pytest.mark.parametrize(("keys", "said", "count"), [(("3", "down", "enter"), "ok", 1), (("3", "enter"), "1, 3", 2)])
def test_earlier_ticks_stand_ready_to_keep_or_to_add_to(
    content: Content, world: World, tmp_path: Path, keys: tuple[str, ...], said: str, count: int
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=(*PLAN, "1", "terug")) as win:
            assert win.text().count("[x]") == 1
            await win.pick(*keys)
            assert person(win) == [said]
            kept = win.reply.view.answers["plan.aandachtsgebieden"]
            assert isinstance(kept, list)
            assert len(kept) == count

    play(scene())


def test_a_proposal_is_taken_over_only_when_picked(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:4]) as win:
            assert win.asked == "plan.datum"
            assert "ok  Dit voorstel overnemen" in win.text()
            before = win.reply
            await win.press("enter")
            await win.pilot.pause()
            assert win.reply is before
            await win.pick("down", "enter")
            assert person(win)[-1] == "ok"
            assert win.reply.view.answers["plan.datum"] == "2026-11-22"

    play(scene())


def test_an_earlier_text_can_be_changed_instead_of_typed_again(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:4]) as win:
            await win.say("wijzig gemeente")
            assert win.asked == "plan.gemeente"
            await win.press("down", "down", "enter")
            await win.until(lambda: win.prompt.text == "Westerbroek", "the earlier text")
            await win.pick("s", "e", "enter")
            assert win.reply.view.answers["plan.gemeente"] == "Westerbroekse"

    play(scene())


def test_a_scale_is_a_row_of_numbers(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            for message in ("reflecteren", "motivatie", "ja", "Ik ga te snel.", "sla over"):
                await win.say(message)
            assert win.asked == "reflecteren.motivatie_1_score"
            rows = [win.row(place).region for place in range(5)]
            assert len({region.y for region in rows}) == 1
            assert len({region.x for region in rows}) == 5
            await win.pick("right", "right", "right", "left", "enter")
            assert person(win)[-1] == "2"
            assert win.reply.view.answers["reflecteren.motivatie_1_score"] == 2

    play(scene())


# --- typing ---


def test_digits_go_to_the_text_once_something_is_typed(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.press("a", "4", "2")
            assert win.prompt.text == "a42"
            assert person(win) == []

    play(scene())


def test_brackets_and_stars_are_shown_as_typed(content: Content, world: World, tmp_path: Path) -> None:
    typed = "[b]x[/b] **y** [/] [@click=app.quit]z[/]"

    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await begin_plan(win, 2)
            await win.say(typed)
            assert person(win)[-1] == typed
            assert win.text().count("[b]x[/b]") == 2  # the message, and the document beside it
            await win.say("overzicht")
            assert typed in win.chat.query(Message)[-2].lines.plain

    play(scene())


def test_enter_sends_and_another_key_makes_a_new_line(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:2]) as win:
            await win.press("a", "ctrl+n", "b", "alt+enter", "c")
            assert win.prompt.text == "a\nb\nc"
            await win.pick("enter")
            assert win.reply.view.answers["plan.naam"] == "a\nb\nc"

    play(scene())


def test_pasted_text_keeps_its_lines_and_the_prompt_grows_no_further_than_six(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:1]) as win:
            assert win.prompt.size.height == 1
            await win.paste("een\r\ntwee\rdrie")
            assert win.prompt.text == "een\ntwee\ndrie"
            await win.until(lambda: win.prompt.size.height == 3, "a prompt of three lines")
            await win.paste("\n".join("abcdefghij"))
            await win.until(lambda: win.prompt.size.height == 6, "a prompt of six lines")
            await win.pick("enter")
            assert str(win.reply.view.answers["plan.notities"]).startswith("een\ntwee\ndriea\nb")

    play(scene())


def test_a_text_that_is_far_too_long_can_be_taken_back(content: Content, world: World, tmp_path: Path) -> None:
    text = "een regel met tekst\n" * 5_000

    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:1]) as win:
            await win.say(text)
            await win.until(lambda: "Dat zijn 99.999 tekens" in win.text(), "the advice")
            assert len(person(win)[-1]) < 500
            await win.press("up")
            assert win.prompt.text == text

    play(scene())


def test_digits_that_turn_out_to_begin_a_text_no_longer_tick(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN) as win:
            await win.press("down", "space", "2", "3")
            assert win.choices.ticked == {0, 1, 2}
            await win.press("space", "o")
            assert win.prompt.text == "23 o"
            assert win.choices.ticked == {0}

    play(scene())


def test_after_a_click_typing_still_goes_to_the_prompt(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            for target in (Transcript, Preview, Row):
                await win.pilot.click(target)
                await win.press("a")
            await win.until(lambda: win.prompt.text.endswith("a"), "typed text")

    play(scene())


def test_arrow_up_in_an_empty_prompt_recalls_earlier_messages(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await begin_plan(win, 3)
            await win.press("up")
            assert win.prompt.text == "De Waterlelie"
            await win.press("up")
            assert win.prompt.text == "sla over"
            await win.press("down", "down")
            assert win.prompt.text == ""
            await win.press("up", "x", "up")
            assert win.prompt.text == "De Waterleliex"

    play(scene())


# --- nothing is lost ---


def test_escape_loses_nothing(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN) as win:
            await win.press("1", "3", "escape", "escape")
            assert win.choices.ticked == {0, 2}
            await win.paste("half af")
            shown = win.text()
            await win.press("escape", "escape")
            assert win.prompt.text == "half af"
            assert win.text() == shown

    play(scene())


@pytest.mark.parametrize("keys", [("f1",), ("h", "e", "l", "p", "enter"), ("question_mark", "enter")])
def test_help_comes_by_key_and_by_word_and_escape_closes_it(
    content: Content, world: World, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            before = win.reply
            await win.press(*keys)
            await win.until(lambda: isinstance(win.app.screen, HelpScreen), "the help")
            shown = win.text()
            for word in ("sla over", "toon document", "Ctrl+N", "PgUp"):
                assert word in shown
            await win.press("escape")
            await win.until(lambda: win.app.screen is win.app.screen_stack[1], "the conversation")
            assert win.reply is before
            assert person(win) == []
            await win.pick("4")
            assert win.reply.view.flow == "plan"

    play(scene())


def test_help_tells_what_fits_the_open_question(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:2]) as win:
            await win.press("f1")
            await win.until(lambda: "Wat je hier typt is je antwoord" in win.text(), "help for an open question")

    play(scene())


def test_selected_text_is_copied_and_ctrl_c_twice_leaves(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            message = win.chat.query(Message)[0]
            win.chat.selections = {message: Selection(Offset(0, 0), Offset(15, 0))}
            await win.press("ctrl+c")
            assert win.app.clipboard == "Samenwerkwijzer"
            win.chat.clear_selection()
            await win.press("ctrl+c")
            await win.until(lambda: "Nog eens Ctrl+C" in win.text(), "a warning")
            assert win.app.return_value is None
            await win.press("ctrl+c")
            await win.until(lambda: win.app._exit, "the end")

    play(scene())


def test_a_message_that_cannot_be_handled_says_so_and_can_be_sent_again(
    content: Content, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            session = win.chat.session
            say = session.say

            def fail(text: str) -> object:
                raise Unavailable("De schijf antwoordt niet.")

            monkeypatch.setattr(session, "say", fail)
            await win.press("4")
            await win.until(lambda: "De schijf antwoordt niet." in win.text(), "the trouble")
            monkeypatch.setattr(session, "say", say)
            await win.pick("4")
            assert win.reply.view.flow == "plan"

    play(scene())


def test_an_opening_that_fails_is_told_in_the_conversation(
    content: Content, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Session) -> object:
        raise Unavailable("De schijf antwoordt niet.")

    async def scene() -> None:
        monkeypatch.setattr(Session, "opening", fail)
        app = Samenwerkwijzer(content, MemoryStore(), tmp_path, world=world)
        async with app.run_test() as pilot:
            win = Window(app, pilot)
            await win.until(lambda: "De schijf antwoordt niet." in win.text(), "the trouble")
            await win.press(*"plan", "enter")
            await win.answered(None)
            assert win.reply.view.flow == "plan"

    play(scene())


# --- the end ---


@pytest.mark.parametrize("key", ["x", "enter", "escape", "f1", "ctrl+c", "space"])
def test_after_stop_any_key_closes(content: Content, world: World, tmp_path: Path, key: str) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3]) as win:
            await win.say("stop")
            assert win.reply.view.finished
            assert "Druk op een toets om dit venster te sluiten" in win.text()
            assert "eerder" in win.text()
            win.chat.selections = {win.chat.query(Message)[0]: Selection(Offset(0, 0), Offset(8, 0))}
            await win.press("ctrl+c", "pagedown")
            assert win.app.clipboard
            assert not win.app._exit
            win.chat.clear_selection()
            await win.press(key)
            await win.until(lambda: win.app._exit, "the end")

    play(scene())


# --- the conversation so far ---


def test_only_the_newest_messages_stay(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            transcript = win.chat.query_one(Transcript)
            for number in range(MOST + 20):
                await transcript.add(Message(of_person(f"bericht {number}")))
            await win.pilot.pause()
            assert len(transcript.query(Message)) + len(transcript.query(Choices)) == MOST
            assert f"bericht {MOST + 19}" in win.text()

    play(scene())


def test_what_was_sent_is_on_screen_before_the_answer_is_made(
    content: Content, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:2]) as win:
            say, seen = win.chat.session.say, []

            def slow(text: str) -> object:
                seen.append(win.text())
                return say(text)

            monkeypatch.setattr(win.chat.session, "say", slow)
            await win.say("De Waterlelie")
            assert "▌ De Waterlelie" in seen[0]

    play(scene())


def test_who_speaks_is_told_in_words(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.say("reflecteren")
            messages = list(win.chat.query(Message))
            assert [m.lines.plain.split("\n")[0] for m in messages[:1]] == ["Samenwerkwijzer"]
            mine = next(m for m in messages if m.has_class("person"))
            assert mine.lines.plain.startswith("Jij\n")
            assert mine.region.x > messages[-1].region.x
            assert messages[messages.index(mine) + 1].lines.plain.startswith("Samenwerkwijzer\n")

    play(scene())


def test_the_bar_tells_where_we_are(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await begin_plan(win, 3)
            top = win.text().split("\n")[:2]
            assert "Een plan van aanpak maken" in top[0]
            assert "plan-2026-11-22" in top[0]
            assert "✓ Naam lerende praktijk  › Gemeente  ○ Datum" in top[1]
            assert "%" not in "".join(top)
            await win.say("sla over")
            assert "✓ Naam lerende praktijk  – Gemeente  › Datum" in win.text().split("\n")[1]

    play(scene())


def test_choices_never_take_the_focus(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            assert win.app.focused is win.prompt
            await win.press("tab", "tab")
            assert win.app.focused is win.prompt
            assert not any(c.can_focus for c in win.chat.query(Choices))

    play(scene())


def test_two_messages_in_a_row_are_both_handled(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:2]) as win:
            await win.press("a", "enter", "b", "enter")
            await win.until(lambda: "plan.gemeente" in win.reply.view.answers, "both answers")
            assert win.reply.view.answers["plan.naam"] == "a"
            assert win.reply.view.answers["plan.gemeente"] == "b"

    play(scene())


def test_typing_without_focus_goes_to_the_prompt(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            win.chat.set_focus(None)
            await win.press("x")
            await win.until(lambda: win.prompt.text == "x", "the letter")
            assert win.app.focused is win.prompt

    play(scene())
