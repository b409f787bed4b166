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
)  # fmt: skip
