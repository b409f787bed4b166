"""Outputs made from the state: questions, passages, overviews, repair, comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.follow_up import attribute_asked, leans, subject_left
from assistant.conversation.now import Now
from assistant.conversation.returning import changed, older_document
from assistant.conversation.script import OPEN_TYPES, Document, Review, Say, Suggest
from assistant.conversation.state import flow_of, run_of
from assistant.conversation.suggest import in_full
from assistant.conversation.templates import render
from assistant.conversation.walk import Question, Stop
from assistant.conversation.words import fold, in_words, joined, place_in, spoken_date
from assistant.knowledge.found import Found
from assistant.knowledge.model import Insight, Passage, Ref, Term

MAX_INSIGHTS = 2
MAX_TERMS = 2
MAX_CANDIDATES = 4
MAX_COMPARED = 3
RECENT = 3
"""So many turns later a question may still lean on what was shown."""
COMPARED = (
    "verbinder", "in_school", "consultatie", "lichte_hulp", "mandaat", "verwijst", "overleg", "aan_tafel",
    "eigen_initiatief", "meer_wijken", "bekostiging", "doelgroep",
)  # fmt: skip


class Replies:
    """Builds outputs; changes nothing."""

    def __init__(self, now: Now) -> None:
        self.now = now
        self.library = now.env.library

    # --- the question itself ---

    def ask(self, question: Question, *, again: bool = False) -> o.Ask:
        """The open question, with what is proposed or was answered before."""
        text = question.short if again else question.text
        if again and question.path != "home":
            text = self.now.text("terug_naar_vraag", vraag=_first_lower(text))
        shown = question.words(question.default) if question.default is not None else ""
        if question.type == "date" and isinstance(question.default, str):
            shown = spoken_date(question.default)
        if shown:
            name = "voorstel" if question.default_from else "eerder_antwoord"
            text += "\n" + self.now.text(name, antwoord=shown, uit=question.default_from)
        elif question.gone:
            text += "\n" + self.now.text("verdwenen", antwoord=question.gone)
        elif not again and question.why and question.path in self._fresh():
            text += "\n" + question.why
        options = tuple(o.Choice(x.id, x.label, x.note) for x in question.options)
        path = "controle" if isinstance(question.step, Review) else question.path
        return o.Ask(text, path, question.type, options, question.default, shown, again)

    def _fresh(self) -> set[str]:
        """Where the reason is said with the question: at questions with options."""
        question = self.now.position
        return {question.path} if question and question.type not in OPEN_TYPES else set()

    def said(self, step: Say, values: Mapping[str, Any]) -> list[o.Output]:
        """Something said in passing, with its sources and insights."""
        sources = tuple(c for id_ in step.cite if (p := self._entry(id_)) for c in self.cited(p.sources[:1]))
        text = render(step.say, values)
        found: list[o.Output] = [o.Say(text, sources)] if text.strip() else []
        for insight in self._insights(step.insights)[:MAX_INSIGHTS]:
            found.append(o.Say(insight.text, self.cited(insight.sources), insight.our_link))
        return found

    def _insights(self, holder: str | None) -> Sequence[Insight]:
        for question in self.library.reflection:
            if question.id == holder:
                return question.insights
        for area in self.library.focus_areas:
            if area.id == holder:
                return area.insights
        for plan_field in self.library.plan_fields:
            if plan_field.id == holder:
                return plan_field.criteria
        return ()

    # --- look-ups ---

    def _entry(self, id_: str) -> Passage | None:
        return self.library.entry.get(id_)

    def cited(self, sources: Sequence[Ref]) -> tuple[o.Citation, ...]:
        """References with the names of their documents, one for each place that reads the same."""
        found: dict[str, o.Citation] = {}
        for ref in sources:
            document = self.library.document.get(ref.document)
            if document:
                cited = o.citation(ref, document)
                found.setdefault(cited.line, cited)
        return tuple(found.values())

    def _just_shown(self, turn: int) -> Passage | None:
        """What the last look-up showed, if that was a moment ago."""
        last = self.now.state.looked_up
        recent = last is not None and last.ids and turn - last.turn <= RECENT
        return self._entry(last.ids[0]) if last and recent else None

    def in_context(self, query: str, turn: int) -> str:
        """The query, with the subject that was just shown where it leans on that."""
        pointers = self.now.script.phrases.words.get("terugwijzers", ())
        shown = self._just_shown(turn)
        if shown is None or not leans(query, pointers):
            return query
        form = self.library.form.get(shown.id)
        subject = form.label.partition(" (")[0] if form else shown.title
        return f"{subject} {subject_left(query, pointers)}"

    def attribute(self, query: str, turn: int) -> tuple[str, o.Say] | None:
        """'wie betaalt dat?' after a form was shown: what the documents say of that, with the form's id."""
        words = self.now.script.phrases.words
        shown = self._just_shown(turn)
        form = self.library.form.get(shown.id) if shown else None
        if form is None or not leans(query, words.get("terugwijzers", ())):
            return None
        asked_by = {name: words.get(f"vraagt_naar_{name}", ()) for name in COMPARED}
        name = attribute_asked(query, asked_by)
        attribute = form.attributes.get(name) if name else None
        if attribute is None:
            return None
        text = self.now.text(
            "kenmerk_van", kenmerk=self.now.text(f"kenmerk_{name}"), vorm=form.label, tekst=attribute.text
        )
        source = replace(form.sources[0], lines=attribute.lines) if attribute.lines else form.sources[0]
        return form.id, o.Say(text, self.cited((source,)))

    def found(self, found: Found) -> list[o.Output]:
        """What a look-up gave: the passage, or an honest no with what lies near."""
        outputs: list[o.Output] = []
        if found.notice:
            outputs.append(o.Say(found.notice))
        if found.abstained or not found.hits:
            near = [hit.label for hit in found.hits[:3]]
            if not found.notice:
                name = "niet_gevonden" if near else "niets_gevonden"
                outputs.append(o.Say(self.now.text(name, dichtbij=joined(near))))
            return outputs
        shown = found.hits[: found.shown]
        forms = [hit.passage.id for hit in shown if self._has_attributes(hit.passage.id)]
        if 2 <= len(forms) <= MAX_COMPARED and len(forms) == len(shown):
            return [*outputs, self.compare(forms)]
        for hit in shown:
            outputs.append(self.passage(hit.passage))
        rest = [hit.label for hit in found.hits[found.shown : found.shown + 3]]
        if rest and not any(hit.passage.see for hit in shown):
            outputs.append(o.Say(self.now.text("ook_dichtbij", titels=" · ".join(rest))))
        return outputs

    def _has_attributes(self, id_: str) -> bool:
        form = self.library.form.get(id_)
        return form is not None and bool(form.attributes)

    def passage(self, passage: Passage) -> o.Cite:
        """One passage with its sources and related subjects."""
        see = tuple(o.Choice(p.id, p.title) for id_ in passage.see if (p := self._entry(id_)))
        return o.Cite(passage.text, passage.id, passage.title, self.cited(passage.sources), see)

    # --- help ---

    def why(self, question: Question) -> o.Say:
        """Why this is asked, and what fits."""
        return o.Say(question.why or self.now.text("waarom_algemeen"))

    def example(self, question: Question) -> o.Say:
        """An example answer."""
        if question.example:
            return o.Say(question.example)
        if question.type == "yesno":
            return o.Say(self.now.text("voorbeeld_janee"))
        if question.options:
            return o.Say(self.now.text("voorbeeld_keuze", label=question.options[0].label))
        return o.Say(self.now.text("voorbeeld_geen"))

    def help(self, question: Question) -> o.Say:
        """What can be said here."""
        parts = [self.now.text("help")]
        if isinstance(question.step, Suggest):
            parts.append(self.now.text("help_vergelijk"))
        if question.type in OPEN_TYPES and question.path != "opzoeken":
            parts.append(self.now.text("help_open"))
        return o.Say("\n".join(parts))

    def fits(self, question: Question) -> str:
        """What fits as an answer, in a sentence."""
        if question.path == "controle" or isinstance(question.step, Review):
            return self.now.text("past_controle")
        count = in_words(len(question.options))
        return self.now.text(f"past_{question.type}", aantal=count, van=question.min, tot=question.max)

    def explained(self, question: Question, *, again: bool) -> list[o.Say]:
        """For who does not understand: why it is asked and what its words mean; and if that did not do, what fits."""
        if again:
            return [o.Say(f"{self.fits(question)} {self.example(question).text}")]
        meant = [
            self.now.text("begrip", uitleg=term.definition, bron=source.line)
            for term in self.terms_in(question)
            for source in self.cited(term.sources[:1])
        ]
        return [self.why(question), *map(o.Say, meant)]

    def terms_in(self, question: Question) -> list[Term]:
        """The first terms of the field that stand in a question."""
        text = f" {fold(question.text)} "
        return [term for term in self.library.terms if f" {fold(term.label)} " in text][:MAX_TERMS]

    def repair(self, question: Question, misses: int, name: str = "") -> o.Repair:
        """The next rung of the ladder; never the same text twice in a row."""
        fits = self.fits(question)
        if misses == 1:
            opening = self.now.text(name or "niet_begrepen")
            why = f" {question.why}" if question.why and not name else ""
            return o.Repair(f"{opening}{why} {fits}")
        if misses % 2 == 0:
            example = self.example(question).text
            return o.Repair(f"{self.now.text('herhaal_keuze', past=fits)} {example}")
        return o.Repair(self.now.text("uitweg"))

    # --- where we are ---

    def recap(self, name: str, log: Sequence[e.Event] = ()) -> list[o.Output]:
        """On returning: what is filled, what is open, what changed since, where the last file went."""
        now = self.now
        lines = [now.text("welkom_terug", naam=name)]
        for run in now.runs:
            rows = list(now.rows(run))
            filled = sum(row.status == "answered" for row in rows)
            open_ = [row.label for row in rows if row.status != "answered"]
            phrase = "recap_af" if now.complete(run) and not open_ else "recap_open"
            first = ", ".join(open_[:4]) if len(open_) > 4 else joined(open_)
            more = max(0, len(open_) - 4)
            lines.append(now.text(phrase, flow=now.title(run), aantal=filled, open=first, meer=more))
        lines.extend(changed(now, log))
        if now.state.drafted:
            last = max(now.state.drafted.values(), key=lambda d: d.turn)
            lines.append(now.text("recap_bestand", bestand=last.file))
            if older_document(now):
                lines.append(now.text("recap_ouder"))
        if now.state.speaker:
            lines.append(now.text("spreker_is", wie=now.state.speaker))
        return [o.Say("\n".join(lines))]

    def overview(self, status: str = "") -> o.Overview:
        """All answers, or those of one status, with the flow in front first."""
        now = self.now
        runs = sorted(now.runs, key=lambda run: run != now.front)
        rows: list[o.Row] = []
        lines: list[str] = []
        for run in runs:
            found = [row for row in now.rows(run) if not status or row.status == status]
            if found:
                lines.append(f"{now.title(run)}")
                for row in found:
                    decides = now.decides(row)
                    lines.append(f"- {row.label}: {row.value}" + (f" ({decides})" if decides else ""))
                rows.extend(found)
        if not rows:
            return o.Overview(now.text("niets_geparkeerd" if status else "nog_niets"), ())
        head = now.text("overzicht_geparkeerd" if status else "overzicht")
        return o.Overview("\n".join([head, *lines]), tuple(rows))

    def where(self, question: Question) -> o.Say:
        """Which flow, how far, and what was interrupted."""
        now = self.now
        if not now.front:
            return o.Say(now.text("waar_menu"))
        rows = list(now.rows(now.front))
        filled = sum(row.status != "open" for row in rows)
        text = now.text("waar", flow=now.title(now.front), klaar=filled, vraag=question.label, open=len(rows) - filled)
        under = [now.title(run) for run in now.state.stack[:-1]]
        if under:
            text += " " + now.text("waar_daarna", flows=joined(under))
        return o.Say(text)

    def what_happened(self, log: Sequence[e.Event], turn: int) -> str:
        """What a turn did, in a few words, for 'ongedaan'."""
        for event in log:
            if event.turn != turn:
                continue
            if isinstance(event, e.Answered | e.Reopened | e.Kept):
                question = self.now.question_at(event.path)
                if question is None:
                    return self._list_changed(log, event.path, turn)
                label = question.label
                if isinstance(event, e.Answered):
                    shown = question.words(event.value) if event.value is not None else ""
                    return f"{label}: {shown}" if shown else label
                return self.now.text("stap_terug", vraag=label)
            if isinstance(event, e.Started | e.Paused):
                return self.now.title(event.run)
        return ""

    def _list_changed(self, log: Sequence[e.Event], path: str, turn: int) -> str:
        """'het verwijderen van doel 2': what a turn did to a list; nothing where the path is no list any more."""
        earlier = Now(self.now.script, [event for event in log if event.turn < turn], self.now.env)
        was, is_ = ({item: name for name, at, item, _ in now.items() if at == path} for now in (earlier, self.now))
        for phrase, here, there in (("lijst_minder", was, is_), ("lijst_meer", is_, was)):
            if changed := [name for item, name in here.items() if item not in there]:
                return self.now.text(phrase, ding=changed[0])
        return self.now.text("lijst_anders") if was else ""

    # --- changes ---

    def change(self, before: Now, path: str) -> o.Change | None:
        """What a corrected answer did to the rest, against the state before it."""
        now = self.now
        question = now.question_at(path) or before.question_at(path)
        old, new = before.live.get(path), now.live.get(path)
        if question is None or old is None or new is None:
            return None
        lapsed = [p for p in before.live if p not in now.live]
        restored = [p for p in now.live if p in before.dormant]
        asked_before = {s.path for run in before.runs for s in before.walk(run).trail}
        added = [
            stop.path
            for run in now.runs
            for stop in now.walk(run).trail
            if stop.is_question and not stop.answered and stop.path not in asked_before
        ]
        fell = [s.path for run in before.runs for s in before.walk(run).trail if s.answered and s.path in lapsed]
        parts = [
            now.text("gewijzigd", vraag=question.label, nieuw=now.shown(question, new), oud=before.shown(question, old))
        ]
        if fell:
            parts.append(now.text("vervallen" if len(fell) > 1 else "vervalt", aantal=in_words(len(fell))))
        if restored:
            parts.append(now.text("terug_meer" if len(restored) > 1 else "terug_een", aantal=in_words(len(restored))))
        if added:
            parts.append(now.text("erbij_meer" if len(added) > 1 else "erbij_een", aantal=in_words(len(added))))
        flow = now.script[flow_of(run_of(path))]
        if flow.document and flow.document in now.state.drafted:
            parts.append(now.text("document_ouder"))
        return o.Change(" ".join(parts), path, tuple(lapsed), tuple(restored), tuple(added))

    # --- candidates ---

    def candidates(self, stop: Stop) -> o.Output:
        """The candidates with reasons; the first few in full, the others by name."""
        now = self.now
        step = stop.step
        assert isinstance(step, Suggest)
        if not stop.candidates:
            return o.Say(render(step.none, stop.scope.values))
        strong = [c for c in stop.candidates if c.fits]
        shown = in_full(step, stop.scope.values, strong or stop.candidates, self.library, MAX_CANDIDATES)
        if strong:
            lines = [
                now.text("kandidaten", aantal=in_words(len(strong)), enkel=len(strong) == 1,
                         getoond=in_words(len(shown)), alle=len(shown) == len(strong))
            ]  # fmt: skip
        else:
            lines = [now.text("kandidaten_geen")]
        lines.extend(self._candidate(candidate) for candidate in shown)
        rest = [c.label for c in stop.candidates if c not in shown]
        if rest:
            lines.append(now.text("kandidaten_rest" if strong else "kandidaten_ook", namen=joined(rest)))
        return o.Candidates("\n\n".join(lines), stop.candidates)

    def _candidate(self, candidate: o.Candidate) -> str:
        now = self.now
        form = self.library.form[candidate.id]
        lines = [f"**{form.label.partition(' (')[0]}**" + (f" ({form.number})" if form.number else "")]
        if candidate.fits:
            lines.append(now.text("sluit_aan", bij=_grounds(candidate.fits)))
        if candidate.clashes:
            lines.append(now.text("sluit_niet_aan", bij=_grounds(candidate.clashes)))
        if candidate.silent:
            lines.append(now.text("bron_zwijgt", over="; ".join(candidate.silent)))
        sources = self.cited(form.sources[:1])
        if sources:
            lines.append(now.text("bron", bron=sources[0].line))
        return "\n".join(lines)

    def forms_named(self, text: str, question: Question) -> list[str]:
        """The forms that 'vergelijk ...' names, by number or name, in that order."""
        found: list[str] = []
        for part in fold(text).replace(" met ", " en ").split(" en "):
            for word in part.split() if all(w.isdecimal() for w in part.split()) else [part]:
                place = place_in(word, len(question.options))
                if place:
                    found.append(question.options[place - 1].id)
                    continue
                for form in self.library.forms:
                    names = {fold(form.label), form.id, *(fold(a) for a in form.aliases)}
                    if word.strip() in names and form.id not in found:
                        found.append(form.id)
                        break
        return list(dict.fromkeys(found))

    def compare(self, ids: Sequence[str]) -> o.Table:
        """Two or three forms side by side, attribute by attribute."""
        now = self.now
        forms = [self.library.form[id_] for id_ in ids]
        rows = []
        for attribute in COMPARED:
            cells = [form.attributes[attribute].text if attribute in form.attributes else "" for form in forms]
            if any(cells):
                rows.append((now.text(f"kenmerk_{attribute}"), *(c or now.text("niet_vermeld") for c in cells)))
        header = (now.text("kenmerk"), *(form.label for form in forms))
        lines = [now.text("vergeleken")]
        for row in rows:
            lines.append(row[0])
            lines.extend(f"- {form.label}: {cell}" for form, cell in zip(forms, row[1:], strict=True))
        sources = tuple(dict.fromkeys(c for form in forms for c in self.cited(form.sources[:1])))
        return o.Table("\n".join(lines), header, tuple(rows), sources)

    # --- documents and notes ---

    def documents(self) -> dict[str, Document]:
        """Runs that fill a document, with its kind, in order of their start."""
        found: dict[str, Document] = {}
        for run in self.now.runs:
            kind = self.now.script[flow_of(run)].document
            if kind:
                found[run] = kind
        return found

    def blank(self) -> o.Draft | None:
        """The empty form of the flow in front, where it fills one."""
        run = self.now.front
        kind = self.now.script[flow_of(run)].document if run else None
        if run is None or kind not in ("plan", "intake"):
            return None
        return o.Draft(self.now.text("leeg_formulier"), kind, run, blank=True)

    def draft(self, kind: Document, run: str) -> o.Draft:
        """A document that can be written now, with what is still open in it."""
        missing = tuple(row.label for row in self.now.rows(run) if row.status != "answered")
        return o.Draft(self.now.text("document_klaar"), kind, run, None, missing)

    def notes(self, notes: Sequence[str]) -> o.Say:
        """The pasted notes, numbered, with where each was used."""
        if not notes:
            return o.Say(self.now.text("geen_notities"))
        run = self.now.front or ""
        slot = self.now.script[flow_of(run)].notes if run else None
        lines = [self.now.text("notities")]
        for number, note in enumerate(notes, 1):
            used = [
                question.label
                for path, answer in self.now.live.items()
                if isinstance(answer.value, str) and note in answer.value and path != f"{run}.{slot}"
                and (question := self.now.question_at(path))
            ]  # fmt: skip
            mark = self.now.text("notitie_gebruikt", bij=joined(used)) if used else ""
            lines.append(f"{number} {note}{mark}")
        return o.Say("\n".join(lines))


def _grounds(reasons: Sequence[o.Reason]) -> str:
    return "; ".join(f"{reason.label} (hier: {reason.text})" if reason.text else reason.label for reason in reasons)


def _first_lower(text: str) -> str:
    """Lower the first letter, unless it begins an abbreviation or the text is only one word."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]
