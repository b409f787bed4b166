"""The main job in one conversation: choose, look up, correct, reflect, plan, and leave with a document."""

from __future__ import annotations

import json
from pathlib import Path

from tests.interfaces.test_cli import run

TALK = [
    "vorm kiezen",
    "nu",
    "zorgen om een kind",
    "basisschool",
    "een paar dagen",
    "wat is een oza?",
    "ja",
    "wijzig sector naar vo",
    "wijzig sector naar po",
    "de jeugdprofessional",
    "nee",
    "1",
    "Kinderen krijgen eerder hulp.",
    "nee",
    "reflecteren",
    "houding",
    "ja",
    "Ik los het graag zelf op; {{ dat }} is <b>lastig</b>.",
    "Vorige maand, bij het ondersteuningsoverleg.",
    "3",
    "Mijn opdracht is niet altijd duidelijk.",
    "sla over",
    "2",
    "sla over",
    "sla over",
    "sla over",
    "sla over",
    "sla over",
    "sla over",
    "Vaker om raad vragen.",
    "volgende week dinsdag",
    "in het overleg",
    "met de ib'er",
    "ok",
    "ja",
    "nee",
    "plan van aanpak maken",
    "sla over",
    "Lerende praktijk De Waterlelie",
    "Gemeente Westerbroek",
    "ok",
    "de beleidsmedewerker",
    "Intern begeleider, wijkteamgeneralist",
    "ok",
    "Samen kijken naar wat een kind nodig heeft.",
    "ok",
    "ja",
    "bestuurlijk niveau en relationeel niveau",
    "Mandaat vastleggen.",
    "Eind juni heeft elk kind één plan.",
    "Twee gesprekken per maand.",
    "De ib'er organiseert; de generalist beslist.",
    "Tellen: plannen. Vertellen: ouders na zes weken.",
    "nee",
    "ja",
    "Iedereen weet wie beslist.",
    "Rollen bespreken in het team.",
    "Gemeente en samenwerkingsverband.",
    "Na drie maanden met vier vragen.",
    "ja",
    "Het mandaat staat op papier.",
    "Een avond met besturen.",
    "De directeur.",
    "Staat het er, en werkt het?",
    "nee",
    "nee",
    "Geen nieuwe inkoop.",
    "De contactpersoon wisselt; we dragen over.",
    "Tijd, en afspraken over privacy.",
    "het klopt zo",
    "ja",
    "stop",
]


def test_the_main_job(tmp_path: Path) -> None:
    out = run("gesprek", "waterlelie", "--json", stdin="".join(f"{line}\n" for line in TALK))
    assert out.returncode == 0 and out.stderr == ""
    turns = [json.loads(line) for line in out.stdout.splitlines()]
    assert len(turns) == len(TALK) + 1
    by_message = dict(zip(TALK, turns[1:], strict=True))

    looked_up = by_message["wat is een oza?"]
    assert looked_up["outputs"][0]["id"] == "onderwijs-zorgarrangement"
    assert looked_up["expects"]["path"] == "vorm.lichte_hulp"

    before, vo, po = turns[7], by_message["wijzig sector naar vo"], by_message["wijzig sector naar po"]
    assert vo["answers"]["vorm.sector"] == ["vo"]
    assert po["answers"] == before["answers"] and po["expects"] == before["expects"]

    offered = next(turn for turn in turns if turn["expects"] and turn["expects"]["path"] == "vorm.keuze")
    assert "candidates" in [output["type"] for output in offered["outputs"]]
    assert offered["expects"]["options"][0] == {"id": "po-3", "label": "Wijkteam werkt op school"}

    final = turns[-1]
    assert final["finished"]
    assert {run["flow"]: run["complete"] for run in final["runs"]} == {"vorm": True, "reflecteren": True, "plan": True}
    answers = final["answers"]
    assert answers["plan.aandachtsgebieden"] == ["ag-reflecteren"]
    assert answers["plan.vormen"] == ["vorm-beoordeling-aanpak"]
    assert answers["plan.vorm_toelichting"] == "Wijkteam werkt op school"
    assert answers["plan.doelen"] == ["d1", "d2"]

    drafted = next(o for turn in turns for o in turn["outputs"] if o["type"] == "draft")
    file = Path(drafted["file"])
    assert file.suffix == ".docx" and file.stat().st_size > 8000
    text = docx_text(file)
    plan = [value for path, value in answers.items() if path.startswith("plan.") and isinstance(value, str)]
    assert len(plan) > 20
    for value in plan:
        if value not in ("klopt", "2026-11-22") and not value.startswith("20"):
            assert value in text, value
    assert "Ik los het graag zelf op" not in text


def docx_text(file: Path) -> str:
    from docx import Document

    document = Document(str(file))
    return "\n".join("".join(node.itertext()) for node in document.element.body.iter("{*}p"))
