"""Answers that a careless document maker would change, drop or run."""

from __future__ import annotations

TEXTS: tuple[str, ...] = (
    # templates
    "{{ naam }}", "{{ 7*7 }}", "{% for x in y %}", "{%p if concept %}", "{%tr endfor %}", "{%- if 1 -%}", "{# weg #}",
    "{#p weg #}", "{{r rood }}", "{_{ en }_}", "{_% en %_}", "}} losse accolades {{", "{{ ''.__class__.__mro__ }}",
    "{%tc for cell in row %}", "{% colspan 3 %}", "{% vm %}", "{{ cycler.__init__.__globals__ }}", "{ { gespreid } }",
    # XML and HTML
    "<w:p><w:r><w:t>nep</w:t></w:r></w:p>", "</w:t></w:r></w:p>", "a < b > c & d", "&amp; &lt; &#123; &nbsp;", "]]>",
    "<![CDATA[ x ]]>", "<!-- commentaar -->", "<script>alert(1)</script>", "<br>", "a<br>b", "<img src=x onerror=y>",
    '"dubbel" en \'enkel\'', "“krullen” ‘en’ ´accenten`", "<?xml version='1.0'?>", "&#x41;", "&bestaatniet;",
    # Markdown
    "# geen kop", "## ook niet\n### en deze", "- geen\n- lijst", "* ster\n+ plus", "1. een\n2) twee", "> geen citaat",
    "**vet** en __ook__", "_schuin_ en *ook*", "`code` en ``meer``", "```\nblok\n```", "~~~\nblok\n~~~", "~~door~~",
    "[koppeling](http://x.nl)", "![plaatje](x.png)", "[1]: http://x.nl", "<http://x.nl>", "a | b | c",
    "|---|---|",
    "---", "===\nonder", "kop\n---", "    vier spaties", "\tmet een tab", "regel eindigt op \\", "regel\\\nen nog een",
    "\\", "\\\\", "\\|", "a\\|b", "\\*niet\\*", "\\<br>", "$x^2$ en $$y$$", "[ ] geen vakje", "[x] wel",
    "snake_case_naam",
    "twee spaties  \nvolgende regel", "*", "_", "|", "10. oktober", "2026. Een jaar", "☒ Het proces van samenwerken",
    # lines
    "regel een\nregel twee\nregel drie", "alinea een\n\nalinea twee", "a\n\n\n\nb", "tab\tertussen\ten nog een",
    "spaties    op een rij", "regel\r\nmet Windows", "\n".join(f"punt {n}" for n in range(200)),
    # letters
    "Ingeënt, coördinatie, één, façade, naïef, œuvre", "Ĳsselmeer ǅ ﬁ", "e\u0301 los accent", "שלום עולם",
    "مرحبا بالعالم",
    "gemengd שלום en مرحبا door elkaar", "\u202eomgekeerd\u202c", "\u200bonzichtbaar\u200d", "a\u00a0b\u2009c\u2028d",
    "👩‍👩‍👧‍👦 en 🏳️‍🌈 en 🇳🇱", "日本語と中文", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "Z̷a̸l̵g̶o̴", "\ufffd", "−—–…€½",
    # size and oddities
    "x" * 10_000, "woord " * 2_000, "ja", "0", "3", "-", "None", "False", "nog niet ingevuld", "geparkeerd",
    "=SOM(A1:A9)", "%s %d {0} {naam}", "C:\\pad\\naar\\bestand", "../../etc/passwd", "rij \\u0041 \\x41",
    "\x07bel\x0cpagina",
    "{{" * 300, "Andere kijk: ik zie dat anders\nAndere kijk: ik ook",
    # Typst
    "#let x = 1", "#import \"x.typ\": *", "#read(\"/etc/passwd\")", "#[inhoud]", "= Kop in Typst", "== Nog een", "/ Term: uitleg",
    "<label>", "@verwijzing", "$ sum_(i=1)^n i $", "`raw` en ```py x```", "#panic(\"nee\")", "#while true {}", "\\u{1F600}",
    "regel \\ met een breuk", "~harde~spatie~", "a -- b --- c ... d", "'enkel' en \"dubbel\"", "#sys.inputs.data", "#eval(\"1+1\")",
    "#set page(width: 1pt)", "#show regex(\".*\"): none", "//commentaar", "/* commentaar */ tekst", "https://voorbeeld.nl/pad?x=1&y=2#deel",
    "#\"", "\\#", "]", "[", "#]", "#(", "\\]",
    # more templates
    "{% raw %}", "{% endraw %}", "{{ '{{' }}", "{%tr for rij in doelen %}", "{% include 'x' %}", "{% set x = 1 %}", "{{ self }}",
    "{{ request.application.__globals__ }}", "{{ 'a' * 200000000 }}", "{% macro x() %}{% endmacro %}", "{{ lipsum }}", "%}{%", "}}{{",
    "{=", "=}", "{$ x $}", "{#- -#}", "{{{{ }}}}", "{ % x % }", "${x}", "<%= x %>", "{{r naam }}", "{%p endif %}",
    # more XML and HTML
    "</dd></dl></section>", "</main></body></html>", "<!DOCTYPE html>", "<style>*{display:none}</style>", "<title>x</title>",
    "<svg onload=alert(1)>", "<a href='javascript:x'>", "</style>", "</title>", "<textarea>", "<table><tr><td>x", "<p>alinea</p><p>nog een",
    "<span class=\"unseen\">weg</span>", "<!--", "-->", "<![endif]-->", "&lt;b&gt;", "&#60;b&#62;", "&amp;amp;", "&", "<", ">", "<>", "&&&",
    "&euro; en &eacute;", "<w:br/>", "<w:sectPr/>", "<!ENTITY x 'y'>", "&x;", "xml:space=\"preserve\"",
    # more Markdown
    "a  \nb", "**", "__", "*a*b*", "a*b*c", "_a_b_c_", "`", "``", "\\`", "![", "](", "[a]: <b>", "\\> geen citaat", "> ", "#", "######",
    "####### zeven", "+", "1)", "1.", "999999999. veel", "1234567890. te veel", "+ [ ] taak", "| a |", "a\\\\|b", "<br/>", "<br><br>", "&nbsp;",
    "\\&nbsp;", "~", "~~", "***", "___", "- - -", "\t- ingesprongen", "regel\n    code?", "regel\n\n    code?", ":---:", "term\n: uitleg",
    "[^1]: voetnoot", "==markering==", "H~2~O en x^2^", ":smile:",
    # more letters
    "ά έ ή ϊ ΰ", "Привет, мир", "Zażółć gęślą jaźń", "İstanbul ığdır", "ẞ ß ﬀ ﬃ ﬅ", "a\u0308\u0323 gestapeld", "q\u0307\u0323", "ﷺ", "עברית (met haakjes)",
    "نص عربي: 123", "12 שקל", "½ ¾ ⅓ № ™ ℃", "→ ⇒ ≤ ≥ ≠ ∞", "• ◦ ▪ ■ □", "✓ ✗ ☑", "🙂", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "☎️", "한국어", "ไทย", "हिन्दी", "𠜎𠜱",
    "a\u00adb zacht", "a\u2011b hard", "a\u200db", "\u2066isoleer\u2069", "\u061cmerk", "a\u0000b\u0001c", "\x1b[31mrood\x1b[0m", "\u0085nel", "\ufeffbom", "\ue000privé",
    "w\u2060oord", "é" * 500, "\u0301" * 50, "x\u0301" * 200, "samenwerkingsverbandoverstijgende" * 20, "a-b" * 500, "kort\n" * 300, ("lang " * 60 + "\n") * 12,
)  # fmt: skip
