"""What a message is taken to mean, at a closed and at an open question."""

from __future__ import annotations

import pytest

from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player

SECTOR = ("vorm kiezen", "nu", "kind")


@pytest.fixture
def player(content: Content, world: World) -> Player:
    return Player(content.script, world)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("po", ["po"]),
        ("1", ["po"]),
        ("de tweede", ["sbo"]),
        ("optie 4", ["vo"]),
        ("d", ["vo"]),
        ("de laatste", ["mbo"]),
        ("Basisschool", ["po"]),
        ("wij zijn een basisschool", ["po"]),
        ("nou ik denk eigenlijk de tweede hoor", ["sbo"]),
        ("voorgezet onderwijs", ["vo"]),
        ("praktijkonderwjis", ["pro"]),
        ("po en vo", ["po", "vo"]),
        ("1, 4 en 7", ["po", "vo", "mbo"]),
        ("niet vo maar mbo", ["mbo"]),
        ("we hebben een basisschool en een vso", ["po", "vso"]),
        ("alles", ["po", "sbo", "so", "vo", "pro", "vso", "mbo"]),
        ("roc", ["mbo"]),
        ("VMBO", ["vo"]),
    ],
)
def test_sector(said: str, meant: list[str], player: Player) -> None:
    player.say(*SECTOR, said)
    assert player.answers.get("vorm.sector") == meant


@pytest.mark.parametrize(
    "said", ["onderwijs", "hallo daar", "9", "0", "niet vo", "xx", "de werker", "school", "maatwerk dus", "ja", "?"]
)
def test_nothing_is_stored_that_was_not_meant(said: str, player: Player) -> None:
    player.say(*SECTOR, said)
    assert "vorm.sector" not in player.answers


@pytest.mark.parametrize(
    ("said", "meant"),
    [("ja hoor", "ja"), ("nee", "nee"), ("Ja.", "ja"), ("dat verschilt", "verschilt"), ("soms", "verschilt")],
)
def test_light_help(said: str, meant: str, player: Player) -> None:
    player.say(*SECTOR, "po", "ja", said)
    assert player.answers.get("vorm.lichte_hulp") == meant


def test_several_answers_in_one_message_are_read_back(player: Player) -> None:
    player.say("vorm kiezen", "nu, voor een middelbare school met zorgen om een kind")
    assert player.answers["vorm.situatie"] == "nu"
    assert "Ik noteer" in player.text()


@pytest.mark.parametrize("said", ["wat is een oza?", "wat betekent mandaat", "? mandaat", "zoek mandaat"])
def test_a_look_up_changes_nothing_and_asks_again_in_short(said: str, player: Player) -> None:
    player.say(*SECTOR, "po")
    before = player.view
    turn = player.say(said)
    assert turn.outputs[0].type == "cite"
    assert turn.outputs[-1].text.startswith("Terug naar de vraag:")
    assert player.view == before


@pytest.mark.parametrize(
    "said", ["wat een goed idee van haar", "zoekende ouders", "is dat zo?", "terugkijken", "ja", "waarom niet", "2"]
)
def test_at_an_open_question_everything_is_the_answer(said: str, player: Player) -> None:
    player.say("intake", said)
    assert player.answers["intake.naam"] == said


@pytest.mark.parametrize(
    "said", ["nee wacht, mbo", "sorry, het is een mbo", "ik bedoel mbo", "wijzig sector naar mbo", "nee, toch mbo"]
)
def test_a_correction_finds_the_question_it_is_about(said: str, player: Player) -> None:
    player.say(*SECTOR, "po", "ja", said)
    assert player.answers["vorm.sector"] == ["mbo"]
    assert player.view.dormant["vorm.in_school"] == "ja"


@pytest.mark.parametrize("said", ["wijzig vorm naar 1", "wijzig b. vorm naar 1", "wijzig vormen naar 1"])
def test_a_correction_goes_to_the_flow_in_front_first(said: str, player: Player) -> None:
    player.say("intake", *["sla over"] * 19)
    while player.at != "intake.vormen":
        player.say("sla over")
    player.say("uitvoering", "plan", *["sla over"] * 8)
    assert player.at == "plan.vormen"
    player.say("beoordeling en aanpak", "zo dus", said)
    assert player.answers["plan.vormen"] == ["vorm-preventie"]
    assert player.answers["intake.vormen"] == ["vorm-uitvoering"]


def test_a_correction_that_fits_no_question_changes_nothing(player: Player) -> None:
    player.say(*SECTOR, "po", "ja")
    before = player.answers
    player.say("nee wacht, paarse krokodil")
    assert player.answers == before


def test_an_answer_that_was_a_proposal_is_only_taken_over_when_said_so(player: Player) -> None:
    player.say("plan", "sla over", "De Kade", "Westerbroek")
    assert player.view.question is not None and player.view.question.default == "2026-11-22"
    assert "plan.datum" not in player.answers
    player.say("3 maart 2027")
    assert player.answers["plan.datum"] == "2027-03-03"


def test_an_empty_text_is_never_proposed(player: Player) -> None:
    player.say("plan", *["sla over"] * 9)
    assert player.at == "plan.vorm_toelichting"
    assert player.view.question is not None and player.view.question.default is None
    assert "(de vorm die je koos)" not in player.text()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("vandaag", "2026-11-22"),
        ("morgen", "2026-11-23"),
        ("vrijdag", "2026-11-27"),
        ("volgende week dinsdag", "2026-11-24"),
        ("3 mrt", "2027-03-03"),
        ("3-3-27", "2027-03-03"),
        ("31 februari", None),
        ("eens een keer", None),
    ],
)
def test_dates(said: str, meant: str | None, player: Player) -> None:
    player.say("plan", "sla over", "De Kade", "Westerbroek", said)
    assert player.answers.get("plan.datum") == meant


@pytest.mark.parametrize(
    ("said", "meant"), [("4", 4), ("een 4", 4), ("vier", 4), ("ik geef een 3", 3), ("9", None), ("4 of 5", None)]
)
def test_scale(said: str, meant: int | None, player: Player) -> None:
    player.say("reflecteren", "een", "1", "ja", "tekst", "tekst", said)
    assert player.answers.get("reflecteren.houding_1_score") == meant


@pytest.mark.parametrize("said", ["vorige week bij groep 5", "ik doe dat 3 keer", "om 4 uur"])
def test_a_number_of_something_else_is_no_score(said: str, player: Player) -> None:
    player.say("reflecteren", "houding", "ja", "zo gaat het", "bijvoorbeeld zo", said)
    assert player.at == "reflecteren.houding_1_score"


def test_a_user_cannot_reach_the_template_engine(player: Player) -> None:
    player.say("reflecteren", "een", "1", "nee", "{{ 7 * 7 }}{% if x %}", "{{ vorige }}")
    assert "{{ 7 * 7 }}{% if x %}" in player.text()


def test_a_flow_is_private_for_another_flow_unless_it_is_shared(player: Player) -> None:
    player.say("reflecteren", "een", "1", "nee", "geheim", "ook geheim", "sla over", "3", "ja", "nee")
    player.say("plan", *["sla over"] * 6)
    assert player.view.question is not None and player.view.question.default == ["ag-proces"]
    assert "geheim" not in player.text()


@pytest.mark.parametrize(
    ("scores", "area"),
    [
        ((2, 1, 3, 1), "ag-reflecteren"),
        ((2, 4, 2, 5), "ag-proces"),
        ((3, 4, 1, 2), "ag-voorwaarden"),
        ((3, 3, 3, 3), None),
    ],
)
def test_the_area_that_is_proposed_belongs_to_the_lowest_score(
    scores: tuple[int, ...], area: str | None, player: Player
) -> None:
    player.say("reflecteren", "houding", "ja")
    for score in scores:
        player.say("zo gaat het", "bijvoorbeeld zo", str(score))
    player.say("sla over")
    assert player.at == "reflecteren.aandachtsgebied"
    assert player.view.question is not None and player.view.question.default == area


def test_four_flows_deep_is_refused(player: Player) -> None:
    player.say("vorm kiezen", "plan", "reflecteren")
    assert player.at == "reflecteren.keuze"
    player.say("intake")
    assert player.at == "reflecteren.keuze"
    assert "drie dingen open" in player.text()


def test_finished_flows_can_be_changed_and_questions_that_come_up_are_asked(player: Player) -> None:
    player.say(*SECTOR, "po", "ja", "ja", "1", "nee", "1", "sla over", "nee")
    assert player.at == "home"
    player.say("vorm kiezen")
    assert player.at == "controle"
    player.say("Sector: Primair onderwijs (basisschool)")
    assert player.at == "vorm.sector"
    player.say("mbo")
    assert player.at == "vorm.mbo_route"


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("ja dat mag specialistisch ook", "vorm.in_school"),
        ("dat ligt eraan welke school", "vorm.in_school"),
        ("onze smw'er is er dinsdag en het wijkteam komt als we bellen", "vorm.in_school"),
    ],
)
def test_one_answer_never_fills_other_questions_by_a_stray_word(said: str, path: str, player: Player) -> None:
    player.say(*SECTOR, "vo", said)
    assert set(player.answers) - {"vorm.situatie", "vorm.aanleiding", "vorm.sector"} <= {path}


def test_what_depends_is_not_a_yes(player: Player) -> None:
    player.say(*SECTOR, "po", "dat ligt eraan welke school")
    assert player.answers.get("vorm.in_school") in (None, "verschilt")


def test_a_denial_is_never_stored_as_what_it_denies(player: Player) -> None:
    player.say(*SECTOR, "mbo", "nee een team voor het mbo is er niet")
    assert "vorm.mbo_route" not in player.answers


def test_a_question_inside_a_reply_is_looked_up(player: Player) -> None:
    player.say(*SECTOR, "po", "ja", "lichte hulp? wat valt daaronder")
    assert "vorm.lichte_hulp" not in player.answers


def test_an_answer_with_a_question_behind_it_still_shows_the_advice(player: Player) -> None:
    player.say(*SECTOR, "po", "ja", "ja", "1")
    turn = player.say("nee, maar wat is een CvB?")
    assert player.at == "vorm.keuze"
    assert [output.type for output in turn.outputs if output.type in ("cite", "candidates")] == ["cite", "candidates"]


def test_another_view_survives_a_correction(player: Player) -> None:
    player.say("intake", "De Kade", "Westerbroek", "sla over", "ib en wijkteam", "andere kijk: moeder hoort er ook bij")
    player.say("wijzig wie zijn erbij naar ib en leerkracht")
    assert player.answers["intake.aanwezig"] == "ib en leerkracht\nAndere kijk: moeder hoort er ook bij"


@pytest.mark.parametrize("said", ["ja is goed", "prima zo", "ja prima", "ok doe die maar", "laat maar staan hoor ok"])
def test_agreeing_in_more_words_keeps_what_stood_there(said: str, player: Player) -> None:
    player.say("plan", "sla over", "De Brug", "Dorp", "terug", said)
    assert player.answers["plan.gemeente"] == "Dorp"


def test_a_correction_with_a_colon(player: Player) -> None:
    player.say(*SECTOR, "po", "ja", "ja", "1", "ja", "wijzig jeugdige en ouders aan tafel: dat verschilt")
    assert player.answers["vorm.aan_tafel"] == "verschilt" and player.answers["vorm.mandaat"] == "zelf"


def test_a_plain_no_with_more_behind_it_changes_no_other_question(player: Player) -> None:
    player.say(*SECTOR, "vo", "ja", "ja", "1", "nee dat is 1 team per gemeente niet")
    assert player.answers["vorm.aanleiding"] == ["kind"]


def test_a_cry_for_help_at_an_open_question_gets_the_pointer_and_is_no_answer(player: Player) -> None:
    player.say("plan", "sla over", "De Brug", "een leerling is gisteren thuis geslagen, wat nu")
    assert "Veilig Thuis" in player.text() and "plan.gemeente" not in player.answers


def test_danger_named_in_an_answer_gets_the_pointer_and_is_kept(player: Player) -> None:
    player.say("intake", *["x"] * 5, "een leerling wordt thuis mishandeld en daarom beginnen we")
    assert "Veilig Thuis" in player.text() and "mishandeld" in player.answers["intake.wat_waarom"]


def test_a_question_typed_at_an_open_question_can_be_looked_up_after_all(player: Player) -> None:
    player.say("intake", "zijn er al subsidies voor zoiets?")
    assert player.answers["intake.naam"] and "dat was een vraag" in player.text()
    player.say("dat was een vraag")
    assert "intake.naam" not in player.answers and player.at == "intake.naam"


@pytest.mark.parametrize("said", ["nee", "geen", "nog niet"])
def test_no_notes_is_no_note(said: str, player: Player) -> None:
    player.say("plan", said)
    assert player.at == "plan.naam" and "plan.notities" in player.view.skipped


def test_no_at_a_review_asks_what_to_change(player: Player) -> None:
    player.say(*SECTOR, "po", "ja", "ja", "1", "nee", "1", "sla over", "nee", "vorm kiezen", "nee")
    assert player.at == "controle" and "wijzig" in player.text()


def test_one_option_that_may_be_meant_can_be_confirmed_with_yes(player: Player) -> None:
    player.say(*SECTOR, "vo", "nee", "niet doorverwijzen dus")
    if player.at == "verduidelijk":
        player.say("ja")
        assert player.at != "verduidelijk"


def test_parking_an_answered_question_keeps_what_stood_there(player: Player) -> None:
    player.say("intake", "De Kade", "Westerbroek", "wijzig gemeente", "parkeer bij de directeur")
    assert "intake.gemeente" in player.view.parked
    player.say("overzicht")
    assert "er stond: Westerbroek" in player.text()


@pytest.mark.parametrize(
    ("said", "meant", "left"),
    [
        ("preventie en paarse krokodillen", ["preventie"], ["paarse krokodillen"]),
        ("preventie, vergaderen en kind", ["preventie", "kind"], ["vergaderen"]),
        ("gezelligheid + preventie", ["preventie"], ["gezelligheid"]),
        ("1, 2 en 9", ["preventie", "kind"], ["9"]),
        ("preventie, vergaderen en lunchen", ["preventie"], ["vergaderen", "lunchen"]),
    ],
)
def test_no_part_of_an_enumeration_is_lost_silently(
    said: str, meant: list[str], left: list[str], player: Player
) -> None:
    player.say("vorm kiezen", "nu", said)
    assert player.answers["vorm.aanleiding"] == meant
    quoted = " en ".join(f"'{part}'" for part in left)
    assert f"{quoted} kon ik hier niet plaatsen" in player.text()
    assert "'wijzig Aanleiding'" in player.text()


@pytest.mark.parametrize(
    "said",
    [
        "preventie en uitvoering",
        "preventie en zo",
        "nou, preventie en kind graag",
        "preventie, en niet de uitvoering",
        "preventie, want dat is het belangrijkst",
        "we willen met school en wijk problemen voorkomen",
    ],
)
def test_what_was_understood_or_no_enumeration_is_not_said_to_be_left(said: str, player: Player) -> None:
    player.say("vorm kiezen", "nu", said)
    assert "preventie" in player.answers["vorm.aanleiding"]
    assert "niet plaatsen" not in player.text()


def test_a_number_in_an_enumeration_is_a_place_and_nothing_else(player: Player) -> None:
    player.say("vorm kiezen", "nu", "preventie en kind", "po", "school", "ja", "ja", "wijkteam", "ja")
    assert player.at == "vorm.keuze" and player.view.question is not None
    first = player.view.question.options[0].id
    player.say("1 en iets van maatwerk")
    assert player.answers["vorm.keuze"] == [first]
    assert "'iets van maatwerk' kon ik hier niet plaatsen" in player.text()


def test_a_part_of_an_enumeration_is_not_lost_in_a_plan(player: Player) -> None:
    player.say("plan", *["sla over"] * 8, "preventie en gezelligheid")
    assert player.answers["plan.vormen"] == ["vorm-preventie"]
    assert "'gezelligheid' kon ik hier niet plaatsen" in player.text()


def test_a_correction_with_a_part_that_is_not_understood_asks_again(player: Player) -> None:
    player.say(*SECTOR, "vo", "wijzig sector naar po en hbo")
    assert player.at == "vorm.sector"
    assert player.answers["vorm.sector"] == ["vo"]


@pytest.mark.parametrize(
    "said",
    [
        "mijn taken zijn niet helder hoor",
        "ouders zijn niet welkom in het overleg",
        "we zijn het niet eens over de aanpak",
        "we zijn nog niet begonnen",
        "ik ben niet zeker van mijn rol",
        "dat het met de kinderen allemaal goed komt",
        "kies maar een vast moment",
    ],
)
def test_an_answer_in_which_something_is_not_so_is_no_pass(said: str, player: Player) -> None:
    player.say("reflecteren", "houding", "nee", said)
    assert player.answers["reflecteren.houding_1"] == said


def test_agreeing_with_nothing_is_no_answer(player: Player) -> None:
    player.say("plan", "sla over", "ok")
    assert player.at == "plan.naam"
    assert "Dat kan ik hier niet plaatsen." in player.text()


def test_a_wish_to_go_back_at_an_open_question_is_told_how(player: Player) -> None:
    player.say("plan", "sla over", "De Kade", "Westerbroek", "ok", "ik wil terug naar de gemeente")
    assert "Wilde je iets veranderen" in player.text()


@pytest.mark.parametrize("said", ["daar zijn we nog niet over uit", "ik ben er nog niet uit", "maakt me niks uit"])
def test_what_passes_an_open_question_still_passes(said: str, player: Player) -> None:
    player.say("reflecteren", "houding", "nee", said)
    assert player.at == "reflecteren.houding_1_verdieping"
    assert "reflecteren.houding_1" not in player.answers


def test_a_look_up_with_a_number_in_it_is_no_score(player: Player) -> None:
    player.say("ik wil reflecteren", "alle acht", "ja", "iets", "nog iets")
    assert player.at == "reflecteren.houding_1_score"
    player.say("? vo variant 4")
    assert player.at == "reflecteren.houding_1_score" and player.at not in player.answers


def test_an_answer_in_own_words_that_ends_in_a_question_is_kept(player: Player) -> None:
    player.say("plan", "sla over", "De Kade. wat wordt bedoeld")
    assert player.answers["plan.naam"] == "De Kade. wat wordt bedoeld"


def test_a_name_with_in_in_it_opens_the_question_and_changes_nothing(player: Player) -> None:
    player.say("vorm kiezen", "nu", "kind", "mbo", "3", "/wijzig Route in het mbo")
    assert player.at == "vorm.mbo_route" and player.answers["vorm.mbo_route"] == "verschilt"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("we beginnen op 1 februari", "2027-02-01"),
        ("15 januari lijkt me goed", "2027-01-15"),
        ("donderdag a.s.", "2026-11-26"),
        ("de derde van volgende maand", "2026-12-03"),
        ("maandag over een week", None),
        ("niet vandaag", None),
        ("vandaag of morgen", None),
    ],
)
def test_a_date_among_other_words(said: str, meant: str | None, player: Player) -> None:
    player.say("plan", "sla over", "De Kade", "Westerbroek", said)
    assert player.answers.get("plan.datum") == meant
