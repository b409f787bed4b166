"""Words of the neighbourhood: what schools and youth care also talk about, and these documents do not.

Pay, exams, teaching methods, diagnoses, courts, computers, the weather. A question with such a word is about that,
however many of its other words are known. A word that has a second meaning in the field is not here.
"""

from __future__ import annotations

from assistant.search.words import stem

_ELSEWHERE = """
cao caos salaris salarissen salarisschaal salarisschalen loon loonschaal loonstrook inschaling brutoloon nettoloon
pensioen vakantiedagen verlofdagen vakantiegeld zwangerschapsverlof ouderschapsverlof ontslag ontslaan ontslagen
proeftijd arbeidscontract arbeidsovereenkomst nulurencontract overwerk reiskosten reiskostenvergoeding
kilometervergoeding uurtarief uurtarieven dagtarief lumpsum ouderbijdrage schoolgeld collegegeld studiefinanciering
kinderbijslag toeslag toeslagen kinderopvangtoeslag huurtoeslag uitkering uitkeringen belasting btw hypotheek
boete boetes leges subsidieaanvraag vacaturetekst sollicitatiebrief sollicitatie
schorsen schorst geschorst schorsing verwijdering loting schooladvies doorstroomtoets eindtoets cito citotoets
toets toetsen tentamen tentamens examen examens eindexamen herkansing rapportcijfers zittenblijven lesuren
onderwijstijd schooltijden schoolvakantie schoolvakanties meivakantie zomervakantie herfstvakantie kerstvakantie
luxeverzuim schoolreis schoolreisje schoolkamp schoolfoto schoolfotograaf traktatie traktaties luizen schoolbus gymles
zwemles schoolkeuze
rekenmethode taalmethode leesmethode spellingmethode dyslexie dyslexieverklaring dyslexieprotocol dyscalculie
leesniveau avi spelling handschrift werkstuk spreekbeurt engels frans duits wiskunde geschiedenis aardrijkskunde
lesplan lesbrief werkblad werkbladen huiswerkbegeleiding
ritalin methylfenidaat medicatie medicijn medicijnen dosering concerta melatonine antidepressiva vaccinatie
vaccinaties inenting inentingen bijwerking bijwerkingen dsm iq intelligentietest wisc epilepsie diabetes astma allergie
koorts waterpokken krentenbaard hoofdpijn hoofdluis zindelijk bedplassen eetstoornis anorexia
vog bhv ehbo verwerkersovereenkomst datalek brin brinnummer kvk postcode telefoonnummer telefoonnummers
openingstijden parkeren parkeerplaats routebeschrijving
wachtwoord wachtwoorden wifi printer inloggen magister parnassys somtoday esis kurzweil excel powerpoint outlook ipad
chromebook chromebooks digibord chatgpt tiktok phishingmail
omgangsregeling voogdij voogd ondertoezichtstelling ots kinderrechter jeugdreclassering alimentatie naturalisatie
verblijfsvergunning asiel advocaat rechtbank aangifte meldcode pgb persoonsgebonden wlz zvw
verkiezingen minister premier koning weerbericht temperatuur voetbaluitslag ajax feyenoord psv recept recepten
pannenkoeken restaurant pizza vliegtuig hotel aandelen bitcoin horoscoop mop moppen gedicht liedje vertaling
"""
ELSEWHERE = frozenset(stem(word) for word in _ELSEWHERE.split())
"""Their terms."""
