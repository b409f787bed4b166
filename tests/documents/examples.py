"""Conversations as a professional would hold them, to look at: the figures and names are made up.

`python -m tests.documents.examples FOLDER` writes every document in every format, full and nearly empty.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.conversation import events as e
from assistant.documents.compose import compose
from assistant.documents.write import write
from assistant.loading.content import load_content
from tests.documents.talks import complete, told

PLAN: dict[str, e.Value] = {
    "plan.naam": "De Brug",
    "plan.gemeente": "Waterland aan de Linge",
    "plan.datum": "2026-11-22",
    "plan.contactpersoon": "Marijke van der Zwaan, coördinator jeugd en onderwijs",
    "plan.ingevuld_door": "Fatma Yılmaz (intern begeleider)\nJoost de Graaf (schoolmaatschappelijk werker)\nAnneloes Ümit (wijkteam)",
    "plan.aandachtsgebieden": ["ag-proces", "ag-borgen"],
    "plan.aandachtsgebied_toelichting": "Wij kijken vaak los van elkaar naar een vraag. We willen samen analyseren voordat iemand iets inzet, "
    "en vasthouden wat werkt als er van collega wordt gewisseld.",
    "plan.vormen": ["vorm-preventie"],
    "plan.vorm_toelichting": "Het wijkteam is twee dagen per week op school en schuift aan bij het zorgoverleg.",
    "plan.niveaus": ["niveau-relationeel", "niveau-professioneel"],
    "plan.niveau_toelichting": "Elkaar vaker spreken buiten de casus om, en van elkaar weten wat we kunnen.",
    "plan.doelen": ["d1", "d2"],
    "plan.doelen[d1].doel": "In juni 2027 bespreken school en wijkteam elke nieuwe vraag binnen twee weken samen, met ouders erbij.",
    "plan.doelen[d1].activiteiten": "Vast overleg op dinsdagochtend.\nEén formulier voor de gezamenlijke analyse.",
    "plan.doelen[d1].wie": "Fatma plant het overleg; Anneloes zorgt dat het wijkteam er is; ouders worden gebeld door de leerkracht.",
    "plan.doelen[d1].evaluatie": "Elk kwartaal tellen we hoe vaak het binnen twee weken lukte, en vragen we drie ouders wat zij merkten.",
    "plan.doelen[d1].subdoelen": ["s1"],
    "plan.doelen[d1].subdoelen[s1].subdoel": "Leerkrachten weten bij wie zij terechtkunnen.",
    "plan.doelen[d1].subdoelen[s1].activiteiten": "Kennismaken in de teamvergadering van januari.",
    "plan.doelen[d1].subdoelen[s1].wie": "Joost en Anneloes.",
    "plan.doelen[d1].subdoelen[s1].evaluatie": "Korte rondvraag in mei.",
    "plan.doelen[d2].doel": "Wat werkt, staat op één plek en wordt twee keer per jaar herlezen.",
    "plan.doelen[d2].activiteiten": "Een logboek van één bladzijde per vraag, zonder namen van kinderen.",
    "plan.doelen[d2].wie": "Joost houdt het bij; iedereen levert aan.",
    "plan.doelen[d2].evaluatie": "In december en juni lezen we het samen en kiezen we wat blijft.",
    "plan.doelen[d2].subdoelen": [],
    "plan.afbakening": "Thuiszitters van andere scholen vallen buiten dit plan; daarvoor is er de regionale tafel.",
    "plan.haalbaarheid": "De formatie van het wijkteam staat onder druk. Valt iemand uit, dan gaat het overleg door met wie er is, en sluit het wijkteam digitaal aan.",
    "plan.randvoorwaarden": "Een vaste ruimte op school.\nTwee uur per week voor de intern begeleider.\nEen afspraak over het delen van gegevens, met toestemming van ouders.",
}  # fmt: skip
FULL = {"plan": PLAN}

_EMPTY: dict[str, dict[str, e.Value]] = {
    "plan": {"plan.naam": "De Brug"},
    "reflecteren": {"reflecteren.-": ""},
    "vorm": {"vorm.situatie": "nu"},
    "intake": {"intake.-": ""},
}
"""Per flow what little somebody said who has only just begun."""


def main() -> None:
    """Write a full and a nearly empty example of every document, in every format, in the folder that is named."""
    folder = Path(sys.argv[1])
    content = load_content()
    for flow, little in _EMPTY.items():
        full = complete(content.script, content.library, flow, PLAN if flow == "plan" else little)
        for name, now in (("vol", full), ("bijna-leeg", told(content.script, content.library, little))):
            report = compose(now, content.library, flow, "voorbeeld")
            for ending in (".docx", ".pdf", ".html", ".md"):
                written = write(report, folder / f"{flow}-{name}{ending}")
                print(written.path, *written.missing)


if __name__ == "__main__":
    main()
