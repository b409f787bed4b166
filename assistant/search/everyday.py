"""Everyday Dutch words: known to everybody, and no sign of what a question is about."""

from __future__ import annotations

_EVERYDAY = """
aantal aanwezig aardig af allebei alleen allerlei altijd anders apart avond baas bang beetje begin beginnen begint
begon beide beiden bekend belangrijk bepaald bepaalde beste beter bezig bijna bijvoorbeeld bijzonder binnen blij
blijf blijft blijven boven breng brengen brengt buiten circa daardoor daarna daarom dacht dag dagen denk denken
denkt dezelfde dichtbij ding dingen dinsdag direct diverse donderdag doorgaan draaien draait drukke duidelijk duren
durf durft durven duur duurt echter eerder eerst eerste eigen eind einde elkaar enig enige enkel enkele eronder erop
erover eruit evenveel fijn fout gauw gebeuren gebeurt gebruik gebruiken gebruikt gedaan gehad geleden gelijk geloof
geloven gemaakt gemakkelijk genoeg gestart gevoel geweest gewone gezegd gezien gisteren goed goede groot grootste
grote haal haalt halen handig hele helemaal helft help helpen helpt hetzelfde hoef hoeft hoeven hoge hoger hoog hoor
hoort horen hou houd houden huidige iemands inderdaad indien inmiddels jaar jammer jaren juist juiste kant keer ken
kende kennen kent keren kies kiest kiezen klaar klein kleine kleiner klopt kreeg krijg krijgen krijgt kwam kwamen
kwijt laag laatst laatste lang lange langer langs lastig later lees leest leuk leuke lezen liever liggen ligt loop
loopt lopen los lukken lukt lukte maak maakt maakte maand maandag maanden maken manier manieren mee meedoen meedoet
meegedaan meemaken meerdere meestal meeste mens mensen merk merken merkt meteen middag midden mijzelf minder minst
minste minuten mis moeilijk moeilijke moeite mogelijk mogelijke mogelijkheid moment mooi mooie morgen naam naast
nacht namelijk neem neemt nemen nieuw nieuwe nodig nooit normaal normale nut nuttig ochtend ongeveer onlangs
ontstaan ontstaat opeens oplossen opnieuw oppassen oud oude overal pas passen past plaats plaatsvinden plek plekken
plots praat praktisch praten prima probeer probeert proberen raak raakt raken regelen regelt reken rekenen rustig
samen schrijf schrijft schrijven slecht slechte slechts slim snap snappen snapt snel sneller sommige soms soort
soorten spreek spreekt spreken springen springt sta staan start starten stel stelde stellen stelt sterk stil stond
stop stoppen stopt straks stuk stukje tegelijk tegenwoordig terecht terug teveel tijdje toe totaal treden treedt
trek trekken trekt twijfel uiteindelijk uren uur vaker vanavond vandaag vandaan vanzelf vast vaste veranderen
verandert verder verkeerd verschillende vertelt vind vinden vindt voel voelen voelt voldoende volgend volgende volle
vond vooral voorbeeld voorbeelden voorbij voordat voren vorig vorige vraagt vrij vrijdag vrijmaken vroeg vroeger
waarvan wacht wachten week weg wegen weinig weken werk werken werkt werkte wist wisten woensdag woord woorden zaak
zag zaken zaterdag zeg zeggen zegt zei zeker zelfde zet zetten zie zien ziens ziet zoals zodra zoekt zogenaamd
zogenaamde zondag zwaar
"""
EVERYDAY = frozenset(_EVERYDAY.split())
