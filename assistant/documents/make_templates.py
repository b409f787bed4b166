"""For maintainers: makes the Word templates that are shipped.

Run `python -m assistant.documents.make_templates` after a change here. The layout lives in named styles, so
that a template can get another house style in Word without touching the marks between {{ }} and {% %}.
"""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from assistant.documents.compose import ACCENTS, COLUMNS, HEAD, LIMITS, NAME_LABEL, PLAN_PARTS
from assistant.documents.look import ACCENT, MUTED, TEXT, TINT, WHITE

FOLDER = Path(__file__).parent / "templates"
FONT = "Arial"
"""On Windows and macOS itself; Linux and LibreOffice have a font of the same widths for it."""
TICK_FONT = "Segoe UI Symbol"
PAGE, MARGIN = (Cm(21.0), Cm(29.7)), Cm(2.2)
WRITING_LINES = 4
KEPT_STYLES = {
    "Normal", "Title", "Subtitle", "Heading1", "Heading2", "Heading3", "ListBullet", "Footer", "TableNormal",
    "DefaultParagraphFont", "NoList",
}  # fmt: skip


def make(folder: Path = FOLDER) -> list[Path]:
    """Write both templates; gives back their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, title in (("plan.docx", "Plan van aanpak"), ("report.docx", "Verslag")):
        document = empty(title)
        _front(document, plan=name == "plan.docx")
        _body(document)
        path = folder / name
        document.save(str(path))
        made.append(path)
    return made + make_examples(folder)


def make_examples(folder: Path) -> list[Path]:
    """Write the templates that a region begins its own with."""
    made = []
    for name, title, build in (
        ("voorbeeld-plan.docx", "Plan van aanpak", _example_plan),
        ("voorbeeld-verslag.docx", "Verslag", _example_report),
    ):
        document = empty(title, footer="{{ gesprek }} · {{ status }} · ")
        document.add_paragraph("{{ titel }}", "Title")
        document.add_paragraph("{{ status }}", "Subtitle")
        build(document)
        document.save(str(folder / name))
        made.append(folder / name)
    return made


def empty(title: str, footer: str = "{{ footer }}") -> Any:
    """A document with our styles, page, footer and properties, and no text."""
    document = Document()
    _prune(document)
    _defaults(document)
    _styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Footer"]
    foot.add_run(f"{footer}Pagina ")
    _field(foot, "PAGE")
    foot.add_run(" van ")
    _field(foot, "NUMPAGES")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "Samenwerkwijzer", ""
    properties.language, properties.keywords, properties.last_modified_by = "nl-NL", "", "Samenwerkwijzer"
    properties.created = properties.modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    return document


def _prune(document: Any) -> None:
    """Take out what python-docx brings along and nobody uses: styles, a thumbnail, an old copy of the styles."""
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT_STYLES:
            document.styles.element.remove(style)
    for rels in (document.part.package.rels, document.part.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del rels[key]


def _defaults(document: Any) -> None:
    """Dutch, our font with its fallback, and no compatibility mode."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _fonts(run)
    run.find(qn("w:lang")).set(qn("w:val"), "nl-NL")
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "nl-NL")
    compat = settings.find(qn("w:compat"))
    for old in compat.findall(qn("w:useFELayout")):
        compat.remove(old)
    for setting in compat.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _fonts(properties: Any, font: str = FONT) -> None:
    """Name the font outright; a theme font in the same place would win."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    names = " ".join(f'w:{kind}="{font}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {names}/>"))


def _styles(document: Any) -> None:
    def style(
        name: str, size: float, colour: str = TEXT, *, bold: bool = False, italic: bool = False, before: float = 0,
        after: float = 4, keep: bool = False,
    ) -> Any:  # fmt: skip
        known = name in [item.name for item in document.styles]
        made = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name != "Normal" and not known:
            made.base_style = document.styles["Normal"]
        made.quick_style = True
        _fonts(made.element.get_or_add_rPr())
        made.font.size, made.font.bold, made.font.italic = Pt(size), bold, italic
        made.font.color.rgb = RGBColor.from_string(colour)
        layout = made.paragraph_format
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep
        layout.line_spacing = 1.12
        return made

    style("Normal", 10.5, after=6)
    title = style("Title", 22, ACCENT, bold=True, after=6)
    title.paragraph_format.line_spacing = 1.0
    for old in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(old)
    for name in ("Title", "Subtitle"):
        for old in document.styles[name].element.rPr.findall(qn("w:spacing")):
            document.styles[name].element.rPr.remove(old)
    style("Subtitle", 11, MUTED, after=10)
    one = style("Heading 1", 15, ACCENT, bold=True, before=20, after=6, keep=True)
    _borders(one, bottom=(6, 3))
    style("Heading 2", 12, ACCENT, bold=True, before=14, after=4, keep=True)
    style("Heading 3", 10.5, ACCENT, bold=True, before=10, after=3, keep=True)
    style("Veldlabel", 10.5, TEXT, bold=True, before=9, after=2, keep=True)
    question = document.styles.add_style("Vraag", WD_STYLE_TYPE.CHARACTER)
    question.font.size, question.font.bold, question.quick_style = Pt(10), False, True
    question.font.color.rgb = RGBColor.from_string(MUTED)
    for name, colour, italic in (("Antwoord", TEXT, False), ("Nog open", MUTED, True)):
        box = style(name, 10.5, colour, italic=italic, after=6)
        box.paragraph_format.left_indent = box.paragraph_format.right_indent = Cm(0.25)
        _borders(box, left=(24, 6), top=(4, 4), bottom=(4, 4), right=(4, 6), plain={"top", "bottom", "right"})
        _shade(box.element.get_or_add_pPr())
    style("Keuze", 10.5, after=3, keep=True)
    style("Alinea met bron", 10.5, after=3, keep=True)
    style("Bron", 8.5, MUTED, after=8)
    style("List Bullet", 10.5, after=3)
    for name in ("Keuze", "List Bullet"):
        layout = document.styles[name].paragraph_format
        layout.left_indent, layout.first_line_indent = Cm(0.635), Cm(-0.635)
    style("Tabelkop", 10, WHITE, bold=True, before=2, after=2)
    style("Rijlabel", 9.5, ACCENT, bold=True, before=2, after=1)
    style("Tabeltekst", 9.5, before=2, after=2)
    style("Sectie-einde", 1, after=0).paragraph_format.line_spacing = 1.0
    footer = style("Footer", 8.5, MUTED, after=0)
    footer.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _borders(style: Any, *, plain: set[str] | None = None, **sides: tuple[int, int]) -> None:
    """Borders of a paragraph style: (eighths of a point, space in points) per side."""
    order = ("top", "left", "bottom", "right")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{sides[side][0]}" w:space="{sides[side][1]}" '
        f'w:color="{TINT if plain and side in plain else ACCENT}"/>'
        for side in order
        if side in sides
    )
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>"),
        "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
    )  # fmt: skip


def _shade(properties: Any) -> None:
    properties.insert_element_before(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{TINT}"/>'),
        "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
    )  # fmt: skip


def _field(paragraph: Any, code: str) -> None:
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


# --- the text of the templates


def _front(document: Any, *, plan: bool) -> None:
    document.add_paragraph("{{ title }}", "Title")
    if plan:
        document.add_paragraph("{%p if status %}")
    document.add_paragraph("{{ status }}" if plan else "{{ subtitle }}", "Subtitle")
    if plan:
        document.add_paragraph("{%p endif %}")


def _body(document: Any) -> None:
    """All blocks in their order; a part with a table gets a landscape page of its own."""
    add = document.add_paragraph
    add("{%p for part in parts %}")
    add("{%p for block in part.blocks %}")
    for level in (1, 2, 3):
        add("{%p " + ("if" if level == 1 else "elif") + f" block.kind == 'heading' and block.level == {level} %}}")
        add("{{ block.text }}", f"Heading {level}")
    add("{%p elif block.kind == 'paragraph' %}")
    add("{%p if block.sources %}")
    add("{{ block.text }}", "Alinea met bron")
    add("{{ block.sources }}", "Bron")
    add("{%p else %}")
    add("{{ block.text }}", "Normal")
    add("{%p endif %}")
    add("{%p elif block.kind == 'bullets' %}")
    add("{%p for item in block.points %}")
    add("{{ item }}", "List Bullet")
    add("{%p endfor %}")
    add("{%p elif block.kind == 'field' %}")
    _label(add("{{ block.label }}", "Veldlabel"))
    add("{%p if block.status == 'answered' %}")
    add("{{ block.value }}", "Antwoord")
    add("{%p elif block.status == 'blank' and not block.question %}")
    add("", "Antwoord")
    add("{%p elif block.status == 'blank' %}")
    add("\n" * (WRITING_LINES - 1), "Antwoord")
    add("{%p else %}")
    add("{{ block.value }}", "Nog open")
    add("{%p endif %}")
    add("{%p elif block.kind == 'ticks' %}")
    add("{{ block.label }}", "Veldlabel")
    add("{%p for option in block.options %}")
    _tick(add("", "Keuze"))
    add("{%p endfor %}")
    add("{%p elif block.kind == 'table' %}")
    _table(document)
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p if not part.last %}")
    add("{%p if part.wide %}")
    _break(document, wide=True)
    add("{%p else %}")
    _break(document, wide=False)
    add("{%p endif %}")
    add("{%p endif %}")
    add("{%p endfor %}")


def _label(paragraph: Any) -> None:
    """The question under the label, in one paragraph: two would be torn apart at the end of a page."""
    paragraph.add_run("{%r if block.question %}")
    paragraph.add_run("\n{{ block.question }}", "Vraag")
    paragraph.add_run("{%r endif %}")


def _tick(paragraph: Any) -> None:
    """A box that can be clicked in Word, and the option behind it."""
    states = "".join(
        f'<w14:{state} w14:val="{code}" w14:font="{TICK_FONT}"/>'
        for state, code in (("checkedState", "2612"), ("uncheckedState", "2610"))
    )
    fonts = " ".join(f'w:{kind}="{TICK_FONT}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w', 'w14')}><w:sdtPr><w14:checkbox>"
            f"<w14:checked w14:val=\"{{{{ '1' if option.ticked else '0' }}}}\"/>{states}</w14:checkbox></w:sdtPr>"
            f"<w:sdtContent><w:r><w:rPr><w:rFonts {fonts}/></w:rPr>"
            "<w:t>{{ option.box }}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    paragraph.add_run("\t{{ option.label }}")


def _table(document: Any) -> None:
    """Header row that is repeated on each page; rows may break across pages."""
    table = _framed(document, 4, 3)
    head, opening, row, closing = table.rows
    _write(head.cells[0], ("{%tc for cell in block.header %}", "Tabelkop"))
    _write(head.cells[1], ("{{ cell }}", "Tabelkop"))
    _write(head.cells[2], ("{%tc endfor %}", "Tabelkop"))
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    _fill(head.cells[1])
    _write(opening.cells[0], ("{%tr for row in block.rows %}", "Tabeltekst"))
    _write(row.cells[0], ("{%tc for cell in row %}", "Tabeltekst"))
    _write(
        row.cells[1], ("{%p if cell.label %}", "Rijlabel"), ("{{ cell.label }}", "Rijlabel"),
        ("{%p endif %}", "Rijlabel"), ("{{ cell.text }}", "Tabeltekst"),
    )  # fmt: skip
    _write(row.cells[2], ("{%tc endfor %}", "Tabeltekst"))
    row.height, row.height_rule = Cm(1.3), WD_ROW_HEIGHT_RULE.AT_LEAST  # room to write by hand
    _write(closing.cells[0], ("{%tr endfor %}", "Tabeltekst"))


def _framed(document: Any, rows: int, columns: int) -> Any:
    """An empty table as wide as the landscape page."""
    table = document.add_table(rows=rows, cols=columns)
    table.autofit = False
    properties = table._tbl.tblPr
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{ACCENT}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties.find(qn("w:tblLayout")).addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    properties.find(qn("w:tblLayout")).addnext(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="100" w:type="dxa"/>'
            '<w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
        )
    )
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    for column in table._tbl.tblGrid.findall(qn("w:gridCol")):
        column.set(qn("w:w"), str(int((PAGE[1] - 2 * MARGIN) / 635 / columns)))
    for width in list(table._tbl.iter(qn("w:tcW"))):
        width.getparent().remove(width)
    return table


def _write(cell: Any, *texts: tuple[str, str]) -> None:
    cell.paragraphs[0].text = texts[0][0]
    cell.paragraphs[0].style = texts[0][1]
    for text, name in texts[1:]:
        cell.add_paragraph(text, name)


def _fill(cell: Any) -> None:
    """The dark ground of a header cell."""
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ACCENT}"/>')
    )


def _break(document: Any, *, wide: bool) -> None:
    """The end of a section: the pages before it are landscape where `wide`."""
    section = copy.deepcopy(document.sections[-1]._sectPr)
    size = section.find(qn("w:pgSz"))
    if wide:
        long, short = size.get(qn("w:h")), size.get(qn("w:w"))
        size.set(qn("w:w"), long)
        size.set(qn("w:h"), short)
        size.set(qn("w:orient"), "landscape")
    document.add_paragraph("", "Sectie-einde")._p.get_or_add_pPr().append(section)


# --- the examples


def _example_plan(document: Any) -> None:
    """The form with a tag at each place, as somebody would make it in Word."""
    add = document.add_paragraph

    def ask(label: str, tag: str) -> None:
        add(label, "Veldlabel")
        add(f"{{{{ {tag} }}}}", "Antwoord")

    add(NAME_LABEL, "Veldlabel")
    add("{{ naam }}\n{{ gemeente }}", "Antwoord")
    for slot, label in HEAD:
        ask(label, slot)
    add(PLAN_PARTS[0], "Heading 1")
    for slot, heading, question, further, explanation in ACCENTS:
        add(heading, "Heading 2")
        ask(question, slot)
        ask(explanation, further)
    _break(document, wide=False)
    add(PLAN_PARTS[1], "Heading 1")
    _goals(document)
    _break(document, wide=True)
    add(PLAN_PARTS[2], "Heading 1")
    for slot, label, question in LIMITS:
        _example_label(add(label, "Veldlabel"), question)
        add(f"{{{{ {slot} }}}}", "Antwoord")
    add("{%p for stuk in bijlagen %}")
    _pieces(document)
    add("{%p endfor %}")


def _example_label(paragraph: Any, question: str) -> None:
    paragraph.add_run(f"\n{question}", "Vraag")


def _example_report(document: Any) -> None:
    """Everything of a document in its order, each kind of piece in a style of its own."""
    document.add_paragraph("{%p for stuk in stukken %}")
    _pieces(document)
    document.add_paragraph("{%p endfor %}")


def _pieces(document: Any) -> None:
    styles = {
        "kop1": "Heading 1", "kop2": "Heading 2", "kop3": "Heading 3", "bron": "Bron", "vraag": "Veldlabel",
        "antwoord": "Antwoord", "keuze": "Keuze", "punt": "List Bullet",
    }  # fmt: skip
    for number, (kind, style) in enumerate(styles.items()):
        document.add_paragraph("{%p " + ("elif" if number else "if") + f" stuk.soort == '{kind}' %}}")
        document.add_paragraph("{{ stuk.tekst }}", style)
    document.add_paragraph("{%p elif stuk.soort == 'uitleg' %}")
    explanation = document.add_paragraph("", "Veldlabel")
    explanation.add_run("{{ stuk.tekst }}", "Vraag")
    explanation.paragraph_format.space_before = Pt(0)
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ stuk.tekst }}", "Normal")
    document.add_paragraph("{%p endif %}")


def _goals(document: Any) -> None:
    """The table of the form: one row for each goal and each part of it."""
    table = _framed(document, 4, len(COLUMNS))
    head, opening, row, closing = table.rows
    for cell, text in zip(head.cells, COLUMNS, strict=True):
        _write(cell, (text, "Tabelkop"))
        _fill(cell)
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    _write(opening.cells[0], ("{%tr for rij in doelen %}", "Tabeltekst"))
    _write(row.cells[0], ("{{ rij.label }}", "Rijlabel"), ("{{ rij.doel }}", "Tabeltekst"))
    for cell, part in zip(row.cells[1:], ("activiteiten", "wie", "evaluatie"), strict=True):
        _write(cell, (f"{{{{ rij.{part} }}}}", "Tabeltekst"))
    row.height, row.height_rule = Cm(1.3), WD_ROW_HEIGHT_RULE.AT_LEAST
    _write(closing.cells[0], ("{%tr endfor %}", "Tabeltekst"))


if __name__ == "__main__":
    for path in make():
        print(path)
