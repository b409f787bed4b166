"""The drawing: whole, of the form Mermaid reads, and the same each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.authoring.drawing import drawn, label
from assistant.cli import main
from assistant.conversation import script as s
from assistant.loading.content import Content

TEXT = r'"(?:[^"#;&`%:{}|<>]|#\d+;|<br/>)+"'
NODE = re.compile(rf"(n\d+)(\(\[|\{{\{{|\[\[|\[\(|\[/|\[|\(|\{{)({TEXT})(\]\)|\}}\}}|\]\]|\)\]|/\]|\]|\)|\}})")
ARROW = re.compile(rf"(n\d+) -->(?:\|({TEXT})\|)? (n\d+)")
FRAME = re.compile(rf"subgraph (g\d+)\[({TEXT})\]")
CLOSES = {"([": "])", "{{": "}}", "[[": "]]", "[(": ")]", "[/": "/]", "[": "]", "(": ")", "{": "}"}


def parsed(text: str) -> tuple[dict[str, str], list[tuple[str, str, str]], list[str]]:
    """Nodes, arrows and frames of a drawing; every line must be one of those."""
    first, *lines = text.splitlines()
    assert first == "flowchart TD"
    nodes: dict[str, str] = {}
    arrows: list[tuple[str, str, str]] = []
    frames: list[str] = []
    depth = 0
    for line in map(str.strip, lines):
        if line == "end":
            depth -= 1
        elif match := FRAME.fullmatch(line):
            depth += 1
            frames.append(match[2])
        elif match := NODE.fullmatch(line):
            assert depth > 0 and match[1] not in nodes and CLOSES[match[2]] == match[4], line
            nodes[match[1]] = match[3]
        else:
            match = ARROW.fullmatch(line)
            # A node that is named inside a frame would be drawn inside it.
            assert match and depth == 0, line
            arrows.append((match[1], match[3], match[2] or ""))
    assert depth == 0
    return nodes, arrows, frames


def reached(start: set[str], arrows: list[tuple[str, str]]) -> set[str]:
    found, news = set(start), set(start)
    while news:
        news = {end for begin, end in arrows if begin in news} - found
        found |= news
    return found


@pytest.fixture(params=["vorm", "reflecteren", "intake", "plan", ""])
def flows(request: pytest.FixtureRequest, content: Content) -> list[s.Flow]:
    return [content.script[request.param]] if request.param else [*content.script.flows.values()]


def test_all_of_a_flow_is_in_it_and_every_path_leads_from_the_start_to_the_end(flows: list[s.Flow]) -> None:
    nodes, arrows, frames = parsed(drawn(flows))
    pairs = [(begin, end) for begin, end, _ in arrows]
    starts = {name for name, text in nodes.items() if text.startswith('"begin')}
    ends = {name for name, text in nodes.items() if text == '"einde"'}
    assert len(starts) == len(ends) == len(flows)
    assert reached(starts, pairs) == set(nodes) == reached(ends, [(end, begin) for begin, end in pairs])
    steps = [step for flow in flows for step in s.all_steps(flow.steps)]
    kinds = [type(step) for step in steps]
    assert len(nodes) == len(steps) + 2 * len(flows) - kinds.count(s.Form)
    assert len(frames) == len(flows) + kinds.count(s.Repeat) + kinds.count(s.Form)
    for step in steps:
        if isinstance(step, s.Ask):
            assert any(text.startswith(f'"{step.ask} (') for text in nodes.values())
        if isinstance(step, s.If):
            for branch in step.branches:
                assert any(along == label(branch.condition) for _, _, along in arrows)


EXAMPLE = s.Flow(
    "proef", "Proef",
    (
        s.Ask("kleur", "Welke?", "choice", options=(s.Option("rood", "Rood"), s.Option("blauw", "Blauw"))),
        s.If(
            (s.Branch("kleur == 'rood'", (s.Ask("cijfer", "Hoe mooi?", "scale", min=1, max=5),)), s.Branch("kleur", ())),
            (s.Call("plan"),),
        ),
        s.Repeat("dingen", "ding", "d", "Nog een?", (s.Ask("wat", "Wat?"),), min=0, max=2),
    ),
)  # fmt: skip


def test_types_conditions_calls_and_repeats_are_as_they_are_in_the_flow() -> None:
    nodes, arrows, frames = parsed(drawn([EXAMPLE]))
    assert nodes == {
        "n1": '"begin"', "n2": '"kleur (één keuze)<br/>rood, blauw"', "n3": '"als"', "n4": '"cijfer (cijfer 1 tot 5)"',
        "n5": '"gesprek plan"', "n6": '"nog een ding?<br/>ja of nee"', "n7": '"wat (tekst)"', "n8": '"einde"',
    }  # fmt: skip
    assert frames == ['"Proef (proef)"', '"herhaling dingen, ding (0 tot 2 keer)"']
    assert arrows == [
        ("n1", "n2", ""), ("n2", "n3", ""), ("n3", "n4", "\"kleur == 'rood'\""), ("n3", "n5", '"anders"'),
        ("n4", "n6", ""), ("n3", "n6", '"kleur"'), ("n5", "n6", ""),
        ("n6", "n7", '"ja"'), ("n7", "n6", ""), ("n6", "n8", '"nee"'),
    ]  # fmt: skip


def test_a_list_with_at_least_one_item_begins_with_that_item() -> None:
    flow = s.Flow("p", "P", (s.Repeat("dingen", "ding", "d", "Nog een?", (s.Ask("wat", "Wat?"),), min=1),))
    nodes, arrows, _ = parsed(drawn([flow]))
    assert [nodes[end] for begin, end, _ in arrows if nodes[begin] == '"begin"'] == ['"wat (tekst)"']


@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(
        st.text(max_size=80) | st.sampled_from(["%%{init: {}}%%", 'x"]', "end", "style a:#f;"]), min_size=9, max_size=9
    )
)
def test_no_text_breaks_out_of_its_label(texts: list[str]) -> None:
    a, b, c, d, e, f, g, h, i = texts
    steps = (
        s.Say(a, cite=(b,)), s.Ask(c, "x", "choice", options=(s.Option(d, "x"),)),
        s.If((s.Branch(e, (s.Set(f, g),)),)), s.Repeat(h, i, "p", "x", (s.Review(a, "x"), s.Form(b, (s.Call(c),)))),
    )  # fmt: skip
    nodes, arrows, _ = parsed(drawn([s.Flow(a, b, steps)]))
    assert (len(nodes), len(arrows)) == (9, 10)


def test_what_is_written_as_a_number_can_be_read_back() -> None:
    def unescaped(text: str) -> str:
        return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text)

    hostile = 'a "b" `c` #d; %%e {f} <g> &h; i:j'
    assert unescaped(label(hostile)) == f'"{hostile}"'
    assert label("x" * 100, "", "y") == '"' + "x" * 59 + '…<br/>y"'


def test_it_is_the_same_in_every_process(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["teken"]) == 0
    here = capsys.readouterr().out
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    there = subprocess.run([sys.executable, "-m", "assistant", "teken"], capture_output=True, encoding="utf-8", env=env)
    assert there.stdout == here
    assert main(["teken", "plan"]) == 0
    assert "Een plan van aanpak maken" in capsys.readouterr().out


def test_a_flow_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["teken", "plam"]) == 1
    assert capsys.readouterr().err == "Er is geen gesprek 'plam'. Wel: vorm, reflecteren, intake, plan.\n"
