"""The commands, as somebody runs them: what they print, and the exit code."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import cli
from assistant.cli import main
from assistant.interfaces.streams import lines_of
from assistant.journal.sqlite_store import SqliteStore

TO_THE_CHOICE = ["vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee"]


def run(*arguments: str, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=stdin, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **(env or {})}, timeout=120,
    )  # fmt: skip


def talk(*messages: str, name: str = "proef") -> list[dict[str, object]]:
    out = run("gesprek", name, "--json", stdin="".join(message + "\n" for message in messages))
    assert out.returncode == 0, out.stderr
    return [json.loads(line) for line in out.stdout.splitlines()]


def test_every_help_is_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    commands = (
        "gesprek", "vraag", "document", "sjabloon", "bron", "gesprekken", "wis", "controleer", "scenario", "teken",
        "hernoem", "exporteer", "importeer",
    )  # fmt: skip
    for command in ("", *commands):
        with pytest.raises(SystemExit) as stop:
            main([*([command] if command else []), "--help"])
        assert stop.value.code == 0
        text = capsys.readouterr().out
        assert "Gebruik:" in text and "Opties:" in text
        for english in ("usage", "show this", "positional", "optional", "default"):
            assert english not in text.lower()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gesprek", "--onzin"], "dit ken ik niet: --onzin"),
        (["onzin"], "kan 'onzin' niet"),
        (["vraag", "x", "--aantal", "veel"], "hoort een heel getal"),
        (["document", "x", "--soort", "brief"], "kan 'brief' niet"),
        (["gesprek", "--plat", "--json"], "gaan niet samen"),
        (["wis"], "er ontbreekt nog iets: NAAM"),
        (["bron"], "er ontbreekt nog iets: OPDRACHT"),
        (["bron", "toevoegen"], "er ontbreekt nog iets: BESTAND"),
    ],
)
def test_wrong_usage_is_one_dutch_sentence_and_code_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    error = capsys.readouterr().err
    assert says in error and error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["vraag"], "Geef een vraag mee"),
        (["vraag", "  "], "Er stond geen vraag"),
        (["vraag", "oza", "--aantal", "0"], "tussen 1 en"),
        (["vraag", "--reeks", "er-is-niets.txt"], "kan niet worden gelezen"),
        (["document"], "Noem het gesprek"),
        (["document", "onbekend"], "Er is geen gesprek 'onbekend'"),
        (["wis", "onbekend", "--ja"], "Er is geen gesprek 'onbekend'"),
        (["hernoem", "onbekend", "nieuw"], "Er is geen gesprek 'onbekend'"),
        (["exporteer", "onbekend"], "Er is geen gesprek 'onbekend'"),
        (["importeer", "README.md"], "'README.md' is geen bewaard gesprek"),
        (["importeer", "er-is-niets"], "'er-is-niets' kan niet worden gelezen"),
        (["vraag", "oza", "--kennis", "er-is-niets"], "samenwerkwijzer controleer"),
    ],
)
def test_what_cannot_be_done_is_one_dutch_sentence_and_code_1(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert says in error and error.strip() and "Traceback" not in error


def test_a_look_up_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vraag", "wat is een oza"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Onderwijs-zorgarrangement") and "Bron: Midterm 2021" in text
    assert main(["vraag", "wat is een oza", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert list(data) == ["id", "query", "abstained", "notice", "results"]
    assert len(data["results"]) == 10 and data["results"][0]["id"] == "onderwijs-zorgarrangement"
    first = data["results"][0]
    assert list(first) == ["id", "title", "text", "score", "sources", "own", "why"]
    assert list(first["sources"][0]) == ["document", "title", "year", "section", "lines", "page"]
    scores = [result["score"] for result in data["results"]]
    assert scores == sorted(scores, reverse=True) and 0 <= scores[-1] <= scores[0] <= 1
    assert all(len(result["text"].split()) <= 250 for result in data["results"])


def test_a_series_of_questions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.StringIO('{"id": "a", "query": "wat is een CvB"}\n\nwie wint het songfestival\n')
    )
    assert main(["vraag", "--reeks", "-", "--aantal", "2"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["abstained"], len(first["results"])) == ("a", False, 2)
    assert (second["id"], second["abstained"]) == (3, True)


def test_json_lines_keep_to_the_format() -> None:
    turns = talk(*TO_THE_CHOICE, '{"text": "zoek mandaat"}', '{"zomaar": "xyzzy"}', "1", "stop")
    assert [turn["turn"] for turn in turns] == list(range(len(turns)))
    for turn in turns:
        assert list(turn) == [
            "turn", "name", "outputs", "expects", "flow", "runs", "answers", "skipped", "parked", "dormant", "finished",
        ]  # fmt: skip
        assert turn["outputs"] and all(list(output)[:2] == ["type", "text"] for output in turn["outputs"])
    assert turns[0]["expects"]["path"] == "home" and turns[0]["name"] is None
    assert turns[1]["expects"] == {
        "path": "vorm.situatie", "type": "choice", "text": "Beschrijf je hoe het nu gaat, of hoe je het wilt?",
        "default": None, "options": [{"id": "nu", "label": "Hoe het nu gaat"}, {"id": "straks", "label": "Hoe we het willen"}],
    }  # fmt: skip
    assert turns[9]["outputs"][0]["type"] == "cite"
    assert turns[10]["outputs"][0]["type"] == "repair"
    assert turns[11]["answers"]["vorm.keuze"] == ["po-3"]
    assert turns[-1]["finished"] and turns[-1]["expects"] is None


def test_end_of_input_saves_and_resuming_asks_the_open_question() -> None:
    before = talk("vorm kiezen", "nu")[-1]
    again = talk()[0]
    assert again["turn"] == 0 and again["expects"] == before["expects"] and again["answers"] == before["answers"]
    assert "Welkom terug bij 'proef'" in again["outputs"][0]["text"]


def test_a_look_up_alone_leaves_nothing_behind(tmp_path: Path) -> None:
    out = run("gesprek", "--json", stdin="zoek mandaat\nwat is een oza?\nstop\n")
    assert [json.loads(line)["name"] for line in out.stdout.splitlines()] == [None] * 4
    assert "nog geen gesprekken" in run("gesprekken").stdout


def test_a_conversation_without_a_name_gets_one_and_says_so() -> None:
    out = run("gesprek", "--plat", stdin="vorm kiezen\nnu\n").stdout
    assert "Ik bewaar dit gesprek onder de naam 'vorm-" in out
    assert "vorm-" in run("gesprekken").stdout


def test_a_document_from_a_saved_conversation(tmp_path: Path) -> None:
    talk(*TO_THE_CHOICE, "1", "Het past.", "nee")
    target = tmp_path / "uit" / "advies.docx"
    out = run("document", "proef", "-o", str(target))
    assert out.returncode == 0 and str(target) in out.stdout and target.stat().st_size > 5000
    out = run("document", "proef", "--formaat", "md", "-o", str(tmp_path / "advies"))
    assert out.returncode == 0
    assert "Wijkteam werkt op school" in (tmp_path / "advies.md").read_text("utf-8")
    assert run("document", "proef", "--soort", "plan").returncode == 1
    assert run("document", "proef", "-o", str(tmp_path / "x.exe")).returncode == 1


def test_every_format_by_name_or_by_ending(tmp_path: Path) -> None:
    talk(*TO_THE_CHOICE, "1", "Het past.", "nee")
    for suffix, start in (("docx", b"PK"), ("pdf", b"%PDF-1"), ("html", b"<!DOCTYPE html>"), ("md", b"# ")):
        out = run("document", "proef", "-o", str(tmp_path / f"advies.{suffix}"))
        assert out.returncode == 0, out.stderr
        out = run("document", "proef", "--formaat", suffix, "-o", str(tmp_path / "ook"))
        assert str((tmp_path / f"ook.{suffix}").resolve()) in out.stdout
        for name in ("advies", "ook"):
            assert (tmp_path / f"{name}.{suffix}").read_bytes().startswith(start)


def test_a_file_that_is_there_is_replaced_only_after_asking(tmp_path: Path) -> None:
    target = tmp_path / "plan.md"
    target.write_text("van mij", "utf-8")
    for answer in ("nee\n", "", "\n"):
        out = run("document", "--leeg", "-o", str(target), stdin=answer)
        assert out.returncode == 1 and "bestaat al" in out.stdout and "Niets vervangen" in out.stderr
        assert target.read_text("utf-8") == "van mij"
    assert run("document", "--leeg", "-o", str(target), stdin="ja\n").returncode == 0
    assert target.read_text("utf-8").startswith("# PLAN")
    target.write_text("van mij", "utf-8")
    out = run("document", "--leeg", "-o", str(target), "--ja")
    assert out.returncode == 0 and "bestaat al" not in out.stdout
    assert target.read_text("utf-8").startswith("# PLAN")
    assert run("document", "--leeg", "--formaat", "md", "-o", str(tmp_path)).stdout.rstrip().endswith("plan-leeg.md.")


def test_an_own_template_from_example_to_document(tmp_path: Path) -> None:
    own = tmp_path / "huisstijl.docx"
    assert run("sjabloon", "-o", str(own)).returncode == 0
    assert run("sjabloon", "-o", str(own), stdin="nee\n").returncode == 1
    out = run("controleer", "--sjabloon", str(own))
    assert (out.returncode, out.stdout.strip()) == (0, "In orde: alle tags bestaan, en elk antwoord heeft een plaats.")
    out = run("document", "--leeg", "--sjabloon", str(own), "-o", str(tmp_path / "plan.docx"))
    assert out.returncode == 0 and (tmp_path / "plan.docx").exists()
    out = run("controleer", "--sjabloon", str(own), "--soort", "advies")
    assert (
        out.returncode == 1 and "onbekend: 'gemeente' is geen tag" in out.stdout and "ontbreekt: situatie" in out.stdout
    )
    out = run("document", "--leeg", "--sjabloon", __file__, "-o", str(tmp_path / "x.docx"))
    assert out.returncode == 1 and "geen Word-bestand" in out.stderr and not (tmp_path / "x.docx").exists()


def test_answers_without_a_place_in_the_template_are_told(tmp_path: Path) -> None:
    from docx import Document

    talk(*TO_THE_CHOICE, "1", "Het past.", "nee")
    document = Document()
    document.add_paragraph("Gekozen: {{ keuze }}")
    document.save(str(tmp_path / "kort.docx"))
    out = run("document", "proef", "--sjabloon", str(tmp_path / "kort.docx"), "-o", str(tmp_path / "uit.docx"))
    assert out.returncode == 0 and (tmp_path / "uit.docx").exists()
    assert "Let op: voor deze antwoorden heeft het sjabloon geen plaats: " in out.stdout
    assert "Sector" in out.stdout and "Gekozen vorm" not in out.stdout


def test_a_plan_that_was_edited_by_hand_is_read_in(tmp_path: Path) -> None:
    talk("plan", "sla over", "De Brug", "Gouda")
    target = tmp_path / "plan.md"
    assert run("document", "proef", "-o", str(target)).returncode == 0
    target.write_text(target.read_text("utf-8").replace("> Gouda", "> Delft"), "utf-8")
    out = run("document", "proef", "--lees", str(target))
    assert out.returncode == 0 and "Gemeente is nu: Delft. Dat was: Gouda." in out.stdout
    assert talk()[0]["answers"]["plan.gemeente"] == "Delft"
    assert talk("ongedaan")[1]["answers"]["plan.gemeente"] == "Gouda"
    out = run("document", "nieuw", "--lees", str(target))
    assert out.returncode == 0 and "Ik bewaar dit gesprek onder de naam 'nieuw'" in out.stdout
    out = run("document", "proef", "--lees", str(tmp_path / "weg.md"))
    assert out.returncode == 1 and "is er niet" in out.stderr and "Traceback" not in out.stderr
    assert run("document", "--lees", str(target)).returncode == 1


def test_blank_forms(tmp_path: Path) -> None:
    for kind in ("plan", "intake"):
        out = run("document", "--leeg", "--soort", kind, "-o", str(tmp_path / f"{kind}.md"))
        assert out.returncode == 0, out.stderr
        assert (tmp_path / f"{kind}.md").read_text("utf-8").count("\n") > 20
    assert run("document", "--leeg", "--soort", "advies").returncode == 1


def test_only_what_is_old_enough_goes_and_only_when_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, days in (("oud", 31), ("nieuw", 29)):
        store = SqliteStore(tmp_path, lambda days=days: time.time() - days * 86_400)  # type: ignore[misc]
        store.create(name)
    data = ["--data", str(tmp_path)]
    assert main(["wis", "--ouder-dan", "32", "--ja", *data]) == 0
    assert "geen gesprek dat zo lang" in capsys.readouterr().out
    assert main(["wis", "--ouder-dan", "0", "--ja", *data]) == 1
    assert main(["wis", "--ouder-dan", "30", "--ja", *data]) == 0
    assert "Gewist: 'oud'." in capsys.readouterr().out
    assert [listed.name for listed in SqliteStore(tmp_path).names()] == ["nieuw"]
    assert run("wis", "--ouder-dan", "1", *data, stdin="nee\n").returncode == 1
    assert SqliteStore(tmp_path).exists("nieuw")


def test_of_a_damaged_conversation_the_list_says_what_can_be_read() -> None:
    talk("vorm kiezen", "nu", "kind")
    file = Path(os.environ["SAMENWERKWIJZER_DATA"]) / "gesprekken.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content.replace(b'"turn":3,', b"'turn\":3,"))
    shown = run("gesprekken").stdout
    assert re.search(r"beschadigd: \d+ van de \d+ stappen te lezen", shown)
    assert "Open een beschadigd gesprek om verder te gaan" in shown


def test_what_a_terminal_acts_on_never_comes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = "rood\x1b[31m\x9b2J\u202e\x07"
    folder = tmp_path / bad
    for arguments in (
        ["gesprek", bad, "--plat", "--data", str(folder)], ["gesprek", "--json", "--data", str(folder)],
        ["vraag", bad], ["vraag", bad, "--json"], [bad], ["document", bad], ["wis", bad, "--ja"],
        ["document", bad, "-o", str(folder / "x.docx")], ["vraag", "oza", "--kennis", str(folder)],
        ["bron", "toevoegen", str(folder / "x.txt")], ["document", "x", "--lees", f"{bad}.md"],
    ):  # fmt: skip
        monkeypatch.setattr("sys.stdin", io.StringIO(f"vorm kiezen\n{bad}\nlees {bad}.md\ndocument\n"))
        with contextlib.suppress(SystemExit):
            assert main(arguments) in (0, 1)
        shown = "".join(capsys.readouterr())
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown), arguments
        assert "rood" in shown or arguments[0] == "vraag"


def test_what_was_typed_reads_back_as_it_was_from_a_look_up(capsys: pytest.CaptureFixture[str]) -> None:
    query = "oza \u202e\x9b\u2028 \x1b[31m"
    assert main(["vraag", query, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["query"] == query


def test_what_goes_wrong_in_the_program_itself_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_conversations", lambda arguments: {}["geheim"])
    assert main(["gesprekken"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("Er ging iets mis") and "KeyError, test_cli.py regel" in error
    assert "geheim" not in error and error.count("\n") == 1


def test_a_line_without_end_is_not_read_whole() -> None:
    lines = list(lines_of(io.StringIO("a" * 2_500_000 + "\nkort\n")))
    assert [len(line) for line in lines] == [1_000_000, 5]


def test_erasing_asks_first() -> None:
    talk("vorm kiezen")
    assert run("wis", "proef", stdin="nee\n").returncode == 1
    assert "proef" in run("gesprekken").stdout
    assert run("wis", "proef", stdin="ja\n").returncode == 0
    assert "proef" not in run("gesprekken").stdout


def test_kill_in_the_middle_loses_nothing_that_was_confirmed() -> None:
    command = [sys.executable, "-m", "assistant", "gesprek", "gedood", "--json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin and process.stdout
        confirmed = json.loads(process.stdout.readline())
        for message in [*TO_THE_CHOICE, "1", "Het past bij ons."]:
            process.stdin.write(message + "\n")
            process.stdin.flush()
            confirmed = json.loads(process.stdout.readline())
        process.stdin.write("nee\n")
        process.stdin.flush()
        time.sleep(0.01)
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        process.wait()
    again = talk(name="gedood")[0]
    assert confirmed["answers"].items() <= again["answers"].items()
    assert len(confirmed["answers"]) == 9


def test_the_folders_can_be_pointed_elsewhere(tmp_path: Path) -> None:
    out = run("gesprek", "elders", "--plat", "--data", str(tmp_path / "hier"), stdin="vorm kiezen\n")
    assert out.returncode == 0
    assert (tmp_path / "hier" / "gesprekken.sqlite3").exists()
    assert "elders" not in run("gesprekken").stdout
    assert "elders" in run("gesprekken", "--data", str(tmp_path / "hier")).stdout


def test_how_to_go_on_repeats_the_folders_that_were_given(tmp_path: Path) -> None:
    own, data = tmp_path / "eigen", tmp_path / "mijn data"
    own.mkdir()
    (own / "proef.yaml").write_text("flow: proef\ntitle: Proef\nsteps:\n  - ask: a\n    text: Wat?\n", "utf-8")
    folders = ["--dialogen", str(own), "--data", str(data)]
    out = run("gesprek", "elders", "--plat", *folders, stdin="vorm kiezen\nstop\n")
    assert f'samenwerkwijzer gesprek elders --dialogen {own} --data "{data}"' in out.stdout
    plain = run("gesprek", "hier", "--plat", stdin="vorm kiezen\nstop\n")
    assert "samenwerkwijzer gesprek hier\n" in plain.stdout


def test_without_a_disk_the_conversation_goes_on_and_says_so() -> None:
    out = run("gesprek", "--plat", "--data", __file__, stdin="vorm kiezen\nnu\n")
    assert out.returncode == 0 and out.stderr == ""
    assert "wat je nu typt wordt niet bewaard" in out.stdout
    assert "Waarvoor werken jullie samen?" in out.stdout


def test_controleer_reports_places_and_code_1(tmp_path: Path) -> None:
    assert main(["controleer"]) == 0
    folder = tmp_path / "dialogen"
    folder.mkdir()
    (folder / "phrases.yaml").write_text("texts: {}\ncommands: {}\nwords: {}\n", "utf-8")
    (folder / "kapot.yaml").write_text("flow: kapot\ntitle: Kapot\nsteps:\n  - aks: x\n", "utf-8")
    out = run("controleer", str(folder))
    assert out.returncode == 1
    assert "kapot.yaml:4:5: onbekende-stap: 'aks' is geen stap. Bedoel je 'ask'?" in out.stdout
    out = run("controleer", str(folder), "--json")
    assert json.loads(out.stdout.splitlines()[0])["line"] > 0


def test_a_terminal_without_utf8_is_no_obstacle() -> None:
    out = run("vraag", "wat is een oza", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert out.returncode == 0


def test_scenarios_can_be_played_from_the_command_line() -> None:
    out = run("scenario")
    assert out.returncode == 0 and out.stdout.rstrip().endswith("0 fout")


def test_a_conversation_goes_to_a_file_and_comes_back_under_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk("plan", "sla over", "De Waterlelie")
    monkeypatch.chdir(tmp_path)
    assert main(["exporteer", "proef"]) == 0
    file = tmp_path / "proef.gesprek"
    before = file.read_bytes()
    assert capsys.readouterr().out.startswith(f"Bewaard in {file.resolve()}.")
    monkeypatch.setattr(sys, "stdin", io.StringIO("nee\n"))
    assert main(["exporteer", "proef", "-o", str(file)]) == 1
    assert "bestaat al. Vervangen?" in capsys.readouterr().out and file.read_bytes() == before
    assert main(["importeer", str(file)]) == 0
    assert "Ingelezen als 'proef-2'." in capsys.readouterr().out
    assert main(["hernoem", "proef-2", "Roos"]) == 0
    assert main(["hernoem", "proef", "Roos"]) == 1
    capsys.readouterr()
    assert main(["gesprekken"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in listed] == ["Roos", "proef"]
    assert all("Een plan van aanpak maken (bezig, 1 beantwoord) · " in line for line in listed)
