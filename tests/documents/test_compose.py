"""What stands in a document, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation import events as e
from assistant.conversation.script import Ask, Call, Option, Script, Step
from assistant.documents.compose import PLAN_PARTS, blank, compose
from assistant.documents.model import Answer, Bullets, Field, Heading, Paragraph, Report, Table, Ticks, bare, not_found
from assistant.documents.sheet import legible
from assistant.knowledge.model import Library
from tests.documents.talks import TODAY, complete, told

NINE = ("Doel 1", "Subdoel", "Subdoel", "Doel 2", "Subdoel", "Subdoel", "Doel 3", "Subdoel", "Subdoel")
LISTS: dict[str, e.Value] = {
    "plan.doelen": ["d1", "d2", "d3"],
    **{f"plan.doelen[d{n}].subdoelen": ["s1", "s2"] for n in (1, 2, 3)},
}


def headings(report: Report, level: int) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading) and block.level == level]


def field(report: Report, label: str) -> Field:
    return next(block for block in report.blocks if isinstance(block, Field) and label in (block.label, block.question))


def table(report: Report) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table))


def ticks(report: Report) -> list[Ticks]:
    return [block for block in report.blocks if isinstance(block, Ticks)]


def pieces(report: Report) -> list[tuple[str, ...]]:
    """Everything the blocks say."""
    texts: list[str] = []
    for block in report.blocks:
        match block:
            case Field():
                texts.append(block.value)
            case Ticks():
                texts.extend(block.lines())
            case Table():
                texts.extend(cell for row in block.rows for cell in row)
            case Bullets():
                texts.extend(block.items)
            case Heading() | Paragraph():
                texts.append(block.text)
    return [bare(text) for text in texts]


def with_step(script: Script, flow: str, step: Step) -> Script:
    """The script with one more question at the start of a flow."""
    changed = replace(script[flow], steps=(step, *script[flow].steps))
    return replace(script, flows={**script.flows, flow: changed})


# --- all kinds


@pytest.mark.parametrize("run", ["plan", "vorm", "reflecteren", "reflecteren#2", "intake"])
def test_every_answer_of_a_full_conversation_stands_in_its_document(script: Script, library: Library, run: str) -> None:
    more: dict[str, e.Value] = dict(LISTS) if run == "plan" else {}
    if run == "reflecteren#2":
        more = {"reflecteren.voornemen_wat": "Bellen", "reflecteren#2.-": ""}
    if run.startswith("reflecteren"):
        more |= {f"{run}.keuze": "alle", f"{run}.cijfers": True}
    now = complete(script, library, run, more)
    report = compose(now, library, run, "proef")
    rows = [row for row in now.rows(run) if row.status == "answered"]
    assert len(rows) > 8
    assert {answer.label for answer in report.given} >= {row.label for row in rows}
    assert not_found(report.given, pieces(report)) == ()
    assert report.concept
    assert report.date == TODAY


@pytest.mark.parametrize("run", ["plan", "vorm", "reflecteren", "intake"])
def test_a_question_the_layout_does_not_know_is_not_lost(script: Script, library: Library, run: str) -> None:
    step = Ask("nieuw", "Wat is hier nieuw?", "long", label="Iets nieuws")
    now = told(with_step(script, run, step), library, {f"{run}.nieuw": "Dit mag niet weg."})
    report = compose(now, library, run, "proef")
    assert field(report, "Iets nieuws") == Field("Iets nieuws", "Wat is hier nieuw?", "Dit mag niet weg.")
    assert "Dit mag niet weg." in report.answers()
    if run in ("plan", "reflecteren"):
        assert "Verder genoteerd" in headings(report, 1)


def test_an_unknown_slot_inside_a_doel_is_not_lost(script: Script, library: Library) -> None:
    flow = script["plan"]
    steps = tuple(
        replace(step, steps=(*step.steps, Ask("kosten", "Wat kost het?", label="Kosten")))
        if getattr(step, "repeat", "") == "doelen"
        else step
        for step in flow.steps
    )
    changed = replace(script, flows={**script.flows, "plan": replace(flow, steps=steps)})
    report = compose(told(changed, library, {"plan.doelen[d1].kosten": "tien uur"}), library, "plan", "proef")
    assert field(report, "Doel 1, Kosten").value == "tien uur"


def test_what_is_about_the_conversation_itself_stays_out(script: Script, library: Library) -> None:
    report = compose(told(script, library, {"plan.notities": "geplakt kladje"}), library, "plan", "proef")
    assert "geplakt kladje" not in str(report)


def test_open_skipped_unknown_and_parked_are_shown(script: Script, library: Library) -> None:
    now = told(
        script, library, {"intake.naam": "De Brug"},
        e.Answered(1, "intake.wie", None, "", "skipped"),
        e.Answered(1, "intake.mandaat", None, "", "unknown"),
        e.Answered(1, "intake.risicos", None, "", "parked", "de wijkmanager"),
        e.Answered(1, "intake.delen", None, "", "parked"),
    )  # fmt: skip
    report = compose(now, library, "intake", "proef")
    assert field(report, "Gemeente").value == "nog niet ingevuld"
    assert field(report, "Wie").value == "overgeslagen"
    assert field(report, "Mandaat").value == "nog niet bekend"
    assert field(report, "Risico's").value == "geparkeerd, neemt mee: de wijkmanager"
    assert field(report, "Delen met anderen").value == "geparkeerd"
    waiting = [block for block in report.blocks if isinstance(block, Bullets)][-1].items
    assert "Risico's: geparkeerd, neemt mee: de wijkmanager" in waiting
    assert not any(item.startswith("Wie:") for item in waiting)


def test_a_run_without_a_document_is_refused(script: Script, library: Library) -> None:
    bare_flow = replace(script["intake"], document=None)
    changed = replace(script, flows={**script.flows, "intake": bare_flow})
    with pytest.raises(ValueError, match="fills no document"):
        compose(told(changed, library, {"intake.naam": "x"}), library, "intake", "proef")


# --- the plan


def test_the_plan_has_the_order_and_headings_of_the_form(script: Script, library: Library) -> None:
    report = compose(complete(script, library, "plan", LISTS), library, "plan", "proef")
    assert report.title == "PLAN VAN AANPAK INTERPROFESSIONELE SAMENWERKING ONDERWIJS EN JEUGDHULP"
    assert headings(report, 1) == [*PLAN_PARTS, "Bijlage 1: aandachtsgebieden", "Bijlage 2: vormen van samenwerking"]
    assert headings(report, 1)[:3] == [
        "1. ACCENTEN IN VERSTERKEN INTERPROFESSIONELE SAMENWERKING",
        "2. PLAN VAN AANPAK",
        "3. AFBAKENING, HAALBAARHEID EN RANDVOORWAARDEN",
    ]
    assert headings(report, 2)[:3] == ["A. Het aandachtsgebied (bijlage 1)", "B. De vorm (bijlage 2)", "C. Het niveau"]
    fields = [block.label for block in report.blocks if isinstance(block, Field)]
    assert fields == [
        "Naam en gemeente Lerende Praktijk", "Datum", "Contactpersoon netwerk Met Andere Ogen",
        "Ingevuld door (namen en functies)", "Toelichting", "Toelichting", "Toelichting", "Afbakening", "Haalbaarheid",
        "Randvoorwaarden",
    ]  # fmt: skip
    assert [len(block.options) for block in ticks(report)] == [5, 3, 3]


def test_the_table_has_the_nine_rows_of_the_form_filled_in_order(script: Script, library: Library) -> None:
    filled = table(compose(complete(script, library, "plan", LISTS), library, "plan", "proef"))
    assert filled.header == ("Doelen", "Activiteiten", "Wie doet wat?", "Wat evalueren we en hoe?")
    assert filled.labels == NINE
    assert filled.rows[0][0].startswith("Wat er gezegd is bij plan.doelen[d1].doel.")
    assert filled.rows[5][2].startswith("Wat er gezegd is bij plan.doelen[d2].subdoelen[s2].wie.")
    assert filled.rows[8][3].startswith("Wat er gezegd is bij plan.doelen[d3].subdoelen[s2].evaluatie.")


def test_an_empty_plan_still_has_nine_rows_and_all_parts(script: Script, library: Library) -> None:
    report = compose(told(script, library, {"plan.naam": "De Brug"}), library, "plan", "proef")
    assert table(report).labels == NINE
    assert table(report).rows[0] == ("nog niet ingevuld",) * 4
    assert table(report).rows[1:] == (("",) * 4,) * 8
    assert field(report, "Naam en gemeente Lerende Praktijk").value == "De Brug\ngemeente: nog niet ingevuld"
    assert field(report, "Datum").status == "open"
    assert not any(ticked for block in ticks(report) for _, ticked in block.options)
    assert Paragraph("Er is nog geen vorm gekozen.") in report.blocks


def test_the_order_of_doelen_is_that_of_the_list(script: Script, library: Library) -> None:
    now = told(
        script, library,
        {"plan.doelen": ["d2", "d1"], "plan.doelen[d1].doel": "eerst genoemd", "plan.doelen[d2].doel": "eerst gezet"},
    )  # fmt: skip
    rows = table(compose(now, library, "plan", "proef")).rows
    assert (rows[0][0], rows[3][0]) == ("eerst gezet", "eerst genoemd")


def test_more_doelen_than_the_form_has_room_for_are_kept(script: Script, library: Library) -> None:
    now = told(script, library, {"plan.doelen": ["d1", "d2", "d3", "d4"], "plan.doelen[d4].doel": "het vierde"})
    filled = table(compose(now, library, "plan", "proef"))
    assert filled.labels[9] == "Doel 4"
    assert filled.rows[9][0] == "het vierde"


def test_chosen_options_are_ticked_and_explained_in_the_appendices(script: Script, library: Library) -> None:
    now = told(
        script, library,
        {
            "plan.aandachtsgebieden": ["ag-proces"], "plan.vormen": ["vorm-beoordeling-aanpak"],
            "plan.niveaus": ["niveau-relationeel"], "vorm.aanleiding": ["kind"], "vorm.sector": ["po"],
            "vorm.keuze": ["po-3"],
        },
    )  # fmt: skip
    report = compose(now, library, "plan", "proef")
    ticked = [label for block in ticks(report) for label, chosen in block.options if chosen]
    assert ticked[:2] == ["Het proces van samenwerken", "Samenwerking rondom beoordeling en aanpak"]
    assert ticked[2].startswith("Relationeel niveau. ")
    assert len(ticked) == 3
    area = next(area for area in library.focus_areas if area.id == "ag-proces")
    assert Bullets(area.questions) in report.blocks
    assert "Wijkteam werkt op school (po, variant 3)" in headings(report, 3)
    assert "☒ Het proces van samenwerken" in report.answers()
    assert {source.document for source in report.sources} >= {"plan-van-aanpak", "midterm-2021"}
    assert len(report.source_lines()) == len({source.document for source in report.sources})
    assert any("Midterm maart 2021" in line and "(2021)" in line and "p. 38" in line for line in report.source_lines())


def test_a_variant_outside_the_ticked_vormen_is_explained_too(script: Script, library: Library) -> None:
    answers: dict[str, e.Value] = {"vorm.aanleiding": ["kind"], "vorm.sector": ["po"], "vorm.keuze": ["po-3"]}
    now = told(script, library, {"plan.vormen": ["vorm-preventie"], **answers})
    assert "Wijkteam werkt op school (po, variant 3)" in headings(compose(now, library, "plan", "proef"), 2)


def test_a_reflection_is_no_part_of_the_plan(script: Script, library: Library) -> None:
    answers: dict[str, e.Value] = {"reflecteren.keuze": "alle", "reflecteren.houding_1": "heel eerlijk"}
    now = told(script, library, {"plan.naam": "x", **answers})
    assert "heel eerlijk" not in str(compose(now, library, "plan", "proef"))


def test_what_is_private_in_a_called_flow_stays_there(script: Script, library: Library) -> None:
    answers: dict[str, e.Value] = {"reflecteren.keuze": "alle", "reflecteren.houding_1": "heel eerlijk"}
    now = told(
        with_step(script, "plan", Call("reflecteren")), library,
        {"plan.naam": "x", **answers, "reflecteren.aandachtsgebied": "ag-borgen"},
    )  # fmt: skip
    report = compose(now, library, "plan", "proef")
    assert "heel eerlijk" not in str(report)
    assert field(report, "Aandachtsgebied").value.startswith("Het borgen")


# --- advice, reflection, intake


def test_the_advice_gives_candidates_reasons_and_sources(script: Script, library: Library) -> None:
    now = told(
        script, library,
        {
            "vorm.situatie": "nu", "vorm.aanleiding": ["kind"], "vorm.sector": ["po"], "vorm.in_school": "ja",
            "vorm.lichte_hulp": "ja", "vorm.mandaat": "zelf", "vorm.keuze": ["po-3"],
        },
    )  # fmt: skip
    report = compose(now, library, "vorm", "proef")
    assert headings(report, 1) == ["De keuze", "Vormen die aansluiten", "Waar dit op rust"]
    assert headings(report, 2)[0] == "Wijkteam werkt op school (po, variant 3), gekozen"
    assert "Schoolmaatschappelijk werker als spil (po, variant 2)" in headings(report, 2)
    assert headings(report, 2)[-1] == "Ook mogelijk"
    assert Bullets(("Jeugdprofessional komt naar school",)) in report.blocks
    reasons = next(block.items for block in report.blocks if isinstance(block, Bullets))
    assert reasons[0].startswith("Sluit aan bij aanwezig op school: ")
    silent = [item for block in report.blocks if isinstance(block, Bullets) for item in block.items if "niets" in item]
    assert any("wie beslist over specialistische hulp" in item for item in silent)
    assert field(report, "Wie beslist over specialistische hulp").question == ""
    assert field(report, "Sector").value == "Primair onderwijs (basisschool)"
    assert any(source.document == "midterm-2021" and source.page == "38" for source in report.sources)
    assert "onze koppeling" in str(report.blocks[0])


def test_a_reason_of_which_the_documents_say_no_more_ends_there(script: Script, library: Library) -> None:
    report = compose(complete(script, library, "vorm", {"vorm.aanleiding": ["preventie"]}), library, "vorm", "proef")
    reasons = [
        item
        for block in report.blocks
        if isinstance(block, Bullets)
        for item in block.items
        if item.startswith("Sluit")
    ]
    assert reasons and not any(": ." in item for item in reasons)


def test_an_advice_without_a_choice_says_so(script: Script, library: Library) -> None:
    report = compose(told(script, library, {"vorm.aanleiding": ["kind"]}), library, "vorm", "proef")
    assert field(report, "Gekozen vorm").value == "nog niet ingevuld"


def test_the_reflection_follows_the_questions_and_adds_what_the_documents_say(script: Script, library: Library) -> None:
    now = told(
        script, library,
        {
            "reflecteren.keuze": "houding", "reflecteren.cijfers": True, "reflecteren.houding_1": "Soms.",
            "reflecteren.houding_1_verdieping": "Vorige week.", "reflecteren.houding_1_score": 3,
            "reflecteren.voornemen_wat": "Eerder bellen.", "reflecteren.aandachtsgebied": "ag-proces",
        },
    )  # fmt: skip
    report = compose(now, library, "reflecteren", "proef")
    assert headings(report, 1) == [
        "Waarop deze reflectie gaat", "Professionele houding", "Voornemen", "Aandachtsgebied",
        "Wat de documenten erbij zeggen",
    ]  # fmt: skip
    values = [block.value for block in report.blocks if isinstance(block, Field)]
    assert values[1:4] == ["Soms.", "Vorige week.", "3"]
    assert "Het proces van samenwerken" in headings(report, 2)
    first = library.reflection[0]
    texts = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    assert first.insights[0].text in texts
    assert "Welk inzicht bij welke vraag hoort, is onze koppeling." in texts
    assert library.reflection[7].insights[0].text not in texts


def test_the_second_reflection_is_a_document_of_its_own(script: Script, library: Library) -> None:
    now = told(
        script, library,
        {
            "reflecteren.keuze": "alle", "reflecteren.houding_1": "de eerste keer",
            "reflecteren.voornemen_wat": "bellen", "reflecteren#2.terugblik": "gelukt",
            "reflecteren#2.keuze": "alle", "reflecteren#2.houding_1": "nu beter",
        },
    )  # fmt: skip
    report = compose(now, library, "reflecteren#2", "proef")
    assert headings(report, 1)[0] == "Terugblik"
    assert "nu beter" in report.answers()
    assert "de eerste keer" not in report.answers()


def test_each_choice_has_a_line_of_its_own(script: Script, library: Library) -> None:
    now = told(script, library, {"intake.vormen": ["vorm-preventie", "vorm-uitvoering"], "intake.niveaus": []})
    report = compose(now, library, "intake", "proef")
    assert field(report, "Vorm").value == "Samenwerking voor preventie\nSamenwerking in de uitvoering"
    assert field(report, "Niveau").value == "geen van deze"


def test_the_intake_is_in_walk_order_with_differing_views(script: Script, library: Library) -> None:
    text = "Elke twee weken.\nAndere kijk: dat is te weinig"
    report = compose(told(script, library, {"intake.tafels": text}), library, "intake", "proef")
    assert field(report, "Wie zit waar aan tafel").value == text
    labels = [block.label for block in report.blocks if isinstance(block, Field)]
    asks = [step for step in script["intake"].steps if isinstance(step, Ask) and not step.aside]
    assert labels[4:] == [step.label for step in asks]
    assert headings(report, 1)[0] == "De lerende praktijk"


# --- blank forms


def test_the_blank_plan_is_the_form_with_room_to_write(script: Script, library: Library) -> None:
    report = blank("plan", script, library)
    assert headings(report, 1)[:3] == list(PLAN_PARTS)
    assert table(report).labels == NINE
    assert table(report).rows == (("",) * 4,) * 9
    assert {block.status for block in report.blocks if isinstance(block, Field)} == {"blank"}
    assert [len(block.options) for block in ticks(report)] == [5, 3, 3]
    assert all(area.label in headings(report, 2) for area in library.focus_areas)
    assert (report.standing, report.given, report.name) == ("Leeg formulier", (), "")


def test_the_blank_intake_asks_every_question_of_the_flow(script: Script, library: Library) -> None:
    extra = Ask("gekozen", "Welke?", "choice", options=(Option("a", "Optie A"), Option("b", "Optie B")))
    report = blank("intake", with_step(script, "intake", extra), library)
    assert report.title == "Vragen vooraf bij de intake voor een lerende praktijk"
    full = compose(told(script, library, {"intake.naam": "x"}), library, "intake", "")
    # The extra one, and what is asked only where something is parked.
    wanted = sum(isinstance(block, Field) for block in full.blocks) + 2
    assert sum(isinstance(block, Field | Ticks) for block in report.blocks) == wanted
    assert Ticks("Welke?", (("Optie A", False), ("Optie B", False))) in report.blocks
    assert field(report, "Wat willen jullie, en waarom?") == Field(
        "Wat en waarom", "Wat willen jullie, en waarom?", "", "blank"
    )


def test_an_advice_says_so_where_no_answer_points_at_a_form(script: Script, library: Library) -> None:
    verschilt = dict.fromkeys(("vorm.in_school", "vorm.lichte_hulp", "vorm.mandaat", "vorm.aan_tafel"), "verschilt")
    now = told(
        script, library, {"vorm.aanleiding": ["kind"], "vorm.sector": ["po"], **verschilt, "vorm.keuze": ["po-1"]}
    )
    report = compose(now, library, "vorm", "proef")
    assert headings(report, 1) == ["De keuze", "Mogelijke vormen", "Waar dit op rust"]
    assert Paragraph("De antwoorden wijzen geen van de vormen aan.") in report.blocks
    assert "Ook mogelijk" in headings(report, 2)


@pytest.mark.parametrize("kind", ["advies", "reflectie"])
def test_only_plan_and_intake_have_a_blank_form(script: Script, library: Library, kind: str) -> None:
    with pytest.raises(ValueError, match="no blank"):
        blank(kind, script, library)  # type: ignore[arg-type]


# --- finding answers


def test_control_characters_go_and_line_ends_become_one_kind() -> None:
    assert legible("a\rb\r\nc\x00\x07\ud800\ufffe") == "a\nb\nc"
    assert legible("\té 👩‍👩‍👧 \u202e") == "\té 👩‍👩‍👧 \u202e"


def test_an_answer_must_stand_on_lines_of_its_own() -> None:
    assert not_found((Answer("a", "ja"),), [("ja hoor",)]) == ("a",)
    assert not_found((Answer("a", "ja"),), [("Naam", "ja")]) == ()
    assert not_found((Answer("a", "een\ntwee"),), [("een",), ("twee",)]) == ("a",)


def test_the_same_answer_twice_must_be_there_twice() -> None:
    both = (Answer("eerste", "ja"), Answer("tweede", "ja"))
    assert not_found(both, [("ja",)]) == ("tweede",)
    assert not_found(both, [("ja",), ("ja",)]) == ()


def test_a_short_answer_does_not_use_up_the_line_of_a_longer_one() -> None:
    assert not_found((Answer("kort", "ja"), Answer("lang", "ja\nmaar")), [("ja", "maar"), ("ja",)]) == ()


def test_white_space_is_compared_plainly_per_line() -> None:
    assert not_found((Answer("a", "\n een\t twee \n\n drie\n"),), [("een twee", "", "drie")]) == ()
    assert not_found((Answer("a", "een twee"),), [("een", "twee")]) == ("a",)
