"""What somebody might say next: chosen by chance, with the open question in view.

Every move is a message; a conversation is nothing but its messages, so that a failing one can be pasted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from random import Random

from assistant.conversation.script import Ask, Script, Suggest, all_steps
from assistant.conversation.walk import Question
from assistant.conversation.words import ORDINALS
from assistant.knowledge.model import Library
from tests.conversation.laws import DIGRESSIONS, PASSES, REOPEN, Talk

SENTENCES = (
    "We willen dat een kind eerder hulp krijgt, zonder te wachten op een verwijzing.",
    "ja, want dat hebben we vorig jaar zo afgesproken met de gemeente",
    "Weet ik nog niet zeker, dat moet ik navragen bij de intern begeleider",
    "nee, dat doet het wijkteam en niet de school",
    "- eerste punt\n- tweede punt\n\n- derde punt | met een streep",
    "1. samen overleggen\n2. samen beslissen\n3. samen doen",
    "Is dat wel onze taak?",
    "in het vo is het anders dan in het po, maar mbo telt ook mee",
    "volgende week dinsdag, in de school, met de ib'er",
    "# kop\n**vet** en `code` en <b>html</b> & {{ naam }}",
    "wijzig dat maar naar iets beters als het moet",
    "allebei eigenlijk, en soms ook geen van beide",
    "terug naar de basis, dat is wat we willen",
    "zoek het uit met elkaar",
    "stop ermee te praten over kinderen en praat met ze",
    "bel moeder op 06-12345678 of mail anna@voorbeeld.nl",
    "po, bsn 628194821, Kerkweg 4, 8011 CV",
    "0612345678",
)
NONSENSE = (
    "", "   ", "?", "...", "!!!", "qwfp zxcv", "asdf", "🙂", "👩‍👧‍👦 é", "\x00\x1b[31mrood\x07", "\u202eandersom",
    "99999999999999999999", "-1", "0", "1e9", "½", "²", "١", "nee nee nee", "ja nee ja", "{{ 7 * 7 }}", "{% x %}",
    "'; drop table", "a" * 25_000, "z" * 5_000, "woord " * 300, "/", "//", "/niets", "naar", "wijzig", "wijzig naar",
    "wijzig 3", "vergelijk", "verplaats doel", "notitie 0", "de", "een", "geen", "niets", "alles", "allebei", "toch",
    "nee wacht", "maar", "niet", "[[x]]", "`", "\\", "|", "\n", "a\nb", "\tja", "ja\r\nnee", "ＰＯ", "ﬁ", "İ", "ß",
)  # fmt: skip
LIST_EDITS = (
    "voeg doel toe", "voeg subdoel toe", "nog een doel", "verwijder doel 1", "verwijder doel 2", "verwijder doel 3",
    "verwijder subdoel 1 van doel 1", "verwijder subdoel 2 van doel 1", "verplaats doel 2 naar 1",
    "verplaats doel 1 naar 3", "verplaats subdoel 2 van doel 1 naar 1", "wijzig doel 1", "wijzig doel 2",
    "haal weg doel 1", "zet doel 2 op 1",
)  # fmt: skip
BETWEEN = (
    "vergelijk 1 en 2", "vergelijk 1, 2 en 3", "meer over 2", "andere kijk: de school ziet het anders",
    "bewaar dit als antwoord", "dat was een vraag", "notities", "notitie 1", "notitie 2 en 3", "herhaal", "verder",
    "klopt", "het klopt zo", "ok", "ja is goed", "laat staan", "maak onleesbaar", "verwijder het telefoonnummer",
    "verwijder 06-12345678", "weglaten", "ik verander het",
)  # fmt: skip
QUESTIONS = ("wat is mandaat", "wat is een oza?", "en in het vo?", "wie betaalt dat?", "wat is het verschil tussen po en vo",
             "maar wat is een CvB?", "hoe werkt dat", "hoeveel leerlingen kan iemand aan?", "ik maak me zorgen, hij wordt geslagen")  # fmt: skip
WEIGHTS = {
    "fit": 40, "open": 6, "text": 6, "correct": 8, "back": 5, "digress": 7, "flow": 5, "nonsense": 8, "typo": 4,
    "command": 6, "pass": 5, "lists": 6, "between": 4, "pause": 4, "mixed": 3,
}  # fmt: skip


class Somebody:
    """One person with habits of their own: some kinds of moves they never make, some they make often."""

    def __init__(self, script: Script, library: Library, chance: Random) -> None:
        self.script, self.library, self.chance = script, library, chance
        self.weights = {kind: weight * chance.choice((0, 1, 1, 3)) for kind, weight in WEIGHTS.items()}
        self.weights["fit"] = WEIGHTS["fit"]
        self.waiting: list[str] = []
        self._moves: dict[str, Callable[[Talk], str]] = {kind: getattr(self, f"_{kind}") for kind in WEIGHTS}

    def next(self, talk: Talk) -> str:
        """The next message."""
        if self.waiting:
            return self.waiting.pop()
        kind = self.chance.choices(list(self.weights), list(self.weights.values()))[0]
        return self._moves[kind](talk)

    @cached_property
    def _replies(self) -> list[str]:
        """Names, other names and sample replies of every option of every flow."""
        options = [
            option
            for flow in self.script.flows.values()
            for step in all_steps(flow.steps)
            if isinstance(step, Ask)
            for option in step.options
        ]
        return [text for option in options for text in (option.label, *option.aliases, *option.examples)]

    @cached_property
    def _commands(self) -> list[str]:
        return [name for names in self.script.phrases.commands.values() for name in names]

    def _any(self, things: object) -> str:
        return str(self.chance.choice(list(things)))  # type: ignore[call-overload]

    # --- the moves ---

    def _fit(self, talk: Talk) -> str:
        """An answer to the open question, by number, by name, or in other words."""
        question = talk.question
        if question is None:
            return REOPEN
        match question.type:
            case "choice" | "multi":
                return self._option(question)
            case "yesno":
                return self._any(("ja", "nee", "ja", "nee", "jazeker", "nee hoor", "ja, doe dat maar", "1", "2"))
            case "scale" | "number":
                return str(self.chance.randint(question.min or 0, question.max or 9))
            case "date":
                return self._any(("vandaag", "3 maart 2027", "volgende week", "2027-02-28", "vrijdag", "31-12", "ok"))
        if question.default is not None and self.chance.random() < 0.5:
            return "ok"
        return f"antwoord {self.chance.randint(1, 999)}"

    def _option(self, question: Question) -> str:
        options = question.options
        if not options:
            return "sla over"
        if isinstance(question.step, Suggest) and self.chance.random() < 0.3:
            return f"vergelijk {self.chance.randint(0, 30)} en {self.chance.randint(0, 30)}"
        if question.path in ("controle", "verduidelijk") or question.label == "controle":
            # A review is mostly approved, or nobody would ever come past it.
            return self._any(("het klopt zo", "1", str(self.chance.randint(1, len(options))), options[-1].label))
        if question.type == "multi" and self.chance.random() < 0.4:
            some = self.chance.sample(range(1, len(options) + 1), self.chance.randint(1, min(3, len(options))))
            return self._any((" en ", ", ", " ")).join(map(str, some))
        number = self.chance.randint(1, len(options))
        option = options[number - 1]
        ordinal = next((f"de {word}" for word, value in ORDINALS.items() if value == number), str(number))
        return self._any((str(number), str(number), str(number), option.label, *option.aliases[:4], ordinal, option.id))

    def _open(self, talk: Talk) -> str:
        """Own words where an own answer is asked; elsewhere words that may mean something."""
        return self._any(SENTENCES)

    def _text(self, talk: Talk) -> str:
        """A name or sample reply of any option of any question."""
        return self._any(self._replies)

    def _correct(self, talk: Talk) -> str:
        now, answers = talk.now, [*talk.view.answers, *talk.view.skipped, *talk.view.parked]
        asked = now.question_at(self._any(answers)) if answers else None
        if asked is None:
            return "nee wacht"
        new = self._any([option.label for option in asked.options] or ["antwoord anders"])
        how = (
            "wijzig {a}",
            "/wijzig {a}",
            "wijzig {a} naar {b}",
            "verander {a}: {b}",
            "nee wacht, {b}",
            "nee, {b}",
            "toch {b}",
        )
        return self._any(how).format(a=asked.label, b=new)

    def _back(self, talk: Talk) -> str:
        return self._any(("terug", "/terug", "/ongedaan", "/ongedaan", "ongedaan"))

    def _digress(self, talk: Talk) -> str:
        entry = self.chance.choice(list(self.library.entry.values()))
        asked = self._any((entry.title, *entry.asked))
        looked_up = (f"? {asked}", f"zoek {asked}", asked, self._any(QUESTIONS), f"wat is {entry.title}?")
        return self._any((*looked_up, self._any(DIGRESSIONS)))

    def _flow(self, talk: Talk) -> str:
        flow = self.chance.choice(list(self.script.flows.values()))
        return self._any((flow.title, *flow.triggers))

    def _nonsense(self, talk: Talk) -> str:
        # The same again is what somebody does who is not understood.
        last = talk.said[-1] if talk.said else ""
        return last if last in NONSENSE and self.chance.random() < 0.5 else self._any(NONSENSE)

    def _typo(self, talk: Talk) -> str:
        options = talk.question.options if talk.question else ()
        text = self._any((*(option.label for option in options), self._any(self._replies)))
        at = self.chance.randrange(max(1, len(text)))
        return self._any(
            (text[:at] + text[at + 1 :], text[:at] + text[at : at + 1] * 2 + text[at + 1 :], text[: at + 1])
        )

    def _command(self, talk: Talk) -> str:
        name = self._any(self._commands)
        if name.endswith(" ..."):
            name = name.replace("...", self._any(("1", "2", "doel 1", "sector", self._any(self._replies))))
        return self._any((name, name, f"/{name}", name.upper(), f"{name}."))

    def _pass(self, talk: Talk) -> str:
        return self._any((*PASSES, "sla over", "weet ik niet", "parkeer bij de ib'er", "parkeer"))

    def _lists(self, talk: Talk) -> str:
        edit = self._any(LIST_EDITS if talk.view.flow == "plan" else ("plan", *LIST_EDITS[:4]))
        if edit.startswith("verwijder"):
            self.waiting.append(f"voeg {edit.split()[1]} toe")  # what is taken out is often replaced
        return edit

    def _between(self, talk: Talk) -> str:
        return self._any(BETWEEN)

    def _pause(self, talk: Talk) -> str:
        return self._any((REOPEN, REOPEN, "stop", "menu", "annuleer", "annuleer", "even pauze"))

    def _mixed(self, talk: Talk) -> str:
        """Two messages in one."""
        first, second = (
            self._fit(talk),
            self._any((self._any(QUESTIONS), self._any(self._commands), self._any(SENTENCES))),
        )
        return first if first == REOPEN else f"{first}{self._any((', ', ' ', ' maar ', '. '))}{second}"
