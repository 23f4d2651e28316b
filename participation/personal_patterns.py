"""How RUN, e-mail, telephone and address are written in Chile, and what only looks like them."""

import re

# What has the looks of one of them and is none: money, shares, laws, projects, folios.
_SPACE = r"[ \t\u00a0\u202f]"
INNOCENT = re.compile(
    rf"""
      \$ {_SPACE}* [0-9][0-9.,]*                                          # $ 1.234.567, MM$ 912
    | (?<![0-9.,]) [0-9][0-9.,]{{0,30}} {_SPACE}*
      (?: % | (?:pesos|millones|mil|d[óo]lares|UF|UTM|personas|habitantes)\b )
    | \b(?:ley|leyes|decreto|d\.?s\.?|d\.?f\.?l\.?|resoluci[óo]n|res\.|oficio|ord\.|glosa|bip|id)
      (?:{_SPACE}+(?:exenta|supremo|ex\.|c[óo]digo))?
      {_SPACE}* :? {_SPACE}* (?:(?:n[°ºro.]{{0,3}}|n[úu]mero){_SPACE}*)? [0-9][0-9./-]*
    | \bCPP{_SPACE}*-?{_SPACE}*[0-9]{{4}}[ -]*[0-9]{{6,12}}[ -]*[0-9K]\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

EMAIL = re.compile(
    r"""
    (?<![\w.%+-]) [\w%+-] [\w.%+-]{0,63}
    \s{0,2} (?: @ | [(\[{<]\s?(?:arroba|at)\s?[)\]}>] | (?<=\s)arroba(?=\s) ) \s{0,2}
    (?: [^\W_](?:[\w-]{0,62}) (?:\.|\s?[(\[](?:punto|dot)[)\]]\s?|\spunto\s) ){1,5}
    [^\W\d_]{2,24} (?![\w])
    """,
    re.IGNORECASE | re.VERBOSE,
)

# A RUN of its own must have a right check digit; after its name, also a wrong one tells who it is.
_DASH = r"[-‐‑‒–—−]"
RUN = re.compile(
    rf"""
    (?<![\w.,$-]) (?<!\$\s)
    (?P<number> [0-9]{{1,3}}(?:\.[0-9]{{3}}){{2}} | [0-9]{{7,9}} )
    (?: \s?{_DASH}\s? (?P<check>[0-9Kk]) | (?P<joined>[Kk]) ) (?![\w] | [.,]?[0-9] | {_DASH}[0-9])
    """,
    re.VERBOSE,
)
LABELLED_RUN = re.compile(
    rf"""
    \b(?: r\.?u\.?[nt]\b\.? | (?:c[ée]dula|carn[ée]t)(?:\s+de\s+identidad)? | c\.i\.)
    \s*(?:(?:es|el|n[°ºro.]{{0,3}}|n[úu]mero)\s*){{0,2}} [:-]? \s*
    (?P<number> [0-9]{{1,3}}(?:[. ][0-9]{{3}}){{2}} | [0-9]{{7,9}} )
    (?: \s?{_DASH}\s? (?P<check>[0-9k])\b | (?P<joined>k)\b )? (?![0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Nine digits from 9 on, in the groups people write; in groups of three with dots they are money.
_GAP = r"[ \u00a0\u202f-]"
_BEFORE = r"(?<![\w$+])(?<![0-9][.,/-])(?<!\$\s)(?<!\b[Nn][°º]\s)(?<!\b[Nn][°º])"
_AFTER = r"(?![\w]|[.,/-][0-9]|\s?%)"
_NINE = rf"""(?:
      9[0-9]{{8}} | 9[ .\u00a0-]?[0-9]{{4}}[ .\u00a0-]?[0-9]{{4}} | 9{_GAP}[0-9]{{8}}
    | 9[0-9]{{4}}{_GAP}[0-9]{{4}} | 9[0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}
    | 9[0-9]{_GAP}[0-9]{{3}}{_GAP}?[0-9]{{4}} | 9[0-9]{_GAP}[0-9]{{7}}
    | 9{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}} | 9{_GAP}[2-9][0-9](?:{_GAP}[0-9]{{2}}){{3}}
    | 9{_GAP}[0-9]{{4}}(?:{_GAP}[0-9]{{2}}){{2}}
)"""
_ANY_GROUPS = r"[0-9](?:[ .()\u00a0\u202f-]{0,2}[0-9])"
TELEPHONES = (
    # With the country's prefix, whatever follows.
    re.compile(
        rf"(?P<number>\(?(?:\+\s?|(?<![\w.,])00)56\)?[ .()\u00a0-]{{0,3}}{_ANY_GROUPS}{{7,9}})"
        r"(?![0-9])"
    ),
    re.compile(rf"{_BEFORE}(?P<number>56{_GAP}?{_NINE}){_AFTER}", re.VERBOSE),
    # After its name.
    re.compile(
        rf"""\b(?:tel[ée]fonos?|tel[ée]f?\.?|fonos?|celular(?:es)?|cel\.?|m[óo]vil|whats?app|wh?sp|wsp)
        (?:\s*(?:es|el|al|de|mi|n[°ºro.]{{0,3}}|n[úu]mero|contacto)\b\.?){{0,3}} \s?[:.-]?\s?
        (?P<number>\+?\(?{_ANY_GROUPS}{{5,11}})(?![0-9])""",
        re.IGNORECASE | re.VERBOSE,
    ),
    re.compile(rf"{_BEFORE}(?P<number>\(?0?{_NINE}){_AFTER}", re.VERBOSE),
    re.compile(
        rf"{_BEFORE}(?P<number>\(09\){_GAP}?[0-9]{{4}}{_GAP}?[0-9]{{4}}){_AFTER}", re.VERBOSE
    ),
    # A line: the area in brackets, or that of Santiago with its eight digits; not two years.
    re.compile(
        rf"""(?P<number>\((?:56{_GAP}?)?0?(?:2|[3-7][0-9])\)\s?
        (?!(?:19|20)[0-9]{{2}}{_GAP}(?:19|20)[0-9]{{2}}\b)
        [0-9]{{2,4}}{_GAP}?[0-9]{{2,4}}(?:{_GAP}?[0-9]{{2,4}})?){_AFTER}""",
        re.VERBOSE,
    ),
    re.compile(
        rf"{_BEFORE}(?P<number>(?:2{_GAP}2[0-9]{{3}}|22{_GAP}[0-9]{{3}}){_GAP}[0-9]{{4}}){_AFTER}",
        re.VERBOSE,
    ),
)

# A street with its number. In small letters ("en la calle hay 200 personas") only with a sign that
# it is an address: an abbreviation, `N°`, or words that say where one lives.
_STREET = r"(?:[Cc]alle|[Aa]venida|[Pp]asaje|[Cc]amino|[Dd]iagonal|CALLE|AVENIDA|PASAJE|CAMINO)"
_SHORT = r"(?:[Aa]vda\.?|[Aa]v\.|[Aa]v(?=\s)|[Pp]sje\.?|[Pp]je\.?|AVDA\.?|AV\.?|PSJE\.?|PJE\.?)"
_PLACE = r"(?:[Vv]illa|[Pp]oblaci[óo]n|[Pp]obl?\.|[Cc]ondominio|[Cc]onjunto|VILLA|POBLACI[ÓO]N)"
_SMALL = r"(?:de|del|la|las|los|el|y|e|a|san|santa)"
_DAY = r"[0-9]{1,2}\s+[Dd][Ee]\s+[^\W\d_]+"  # a street named after a day: 21 de Mayo
_CAPITAL = rf"(?:{_SMALL}\s+){{0,3}}[A-ZÁÉÍÓÚÑ][\w'’.]*"
_PROPER = rf"(?:{_DAY}|{_CAPITAL})(?:\s+{_CAPITAL}){{0,4}}"
_WORDS = rf"(?:{_DAY}|[^\W\d_][\w'’.]*)(?:\s+[^\W\d_][\w'’.]*){{0,4}}"
_SIGN = r"(?:[Nn][°ºo]\.?|[Nn]ro\.?|[Nn][úu]m(?:ero|\.)?|\#)"
_INSIDE = (
    r"(?:[Cc]asa|[Bb]lock|[Dd]epto\.?|[Dd]pto\.?|[Dd]epartamento|[Oo]f(?:icina|\.)?|[Tt]orre|[Ss]itio"
    r"|[Pp]arcela|[Ll]ote|[Pp]asaje|[Pp]sje\.?|[Cc]alle|[Mm]anzana)"
)
_NUMBER = r"[0-9]{1,5}(?:-?[A-Za-z]\b)?(?![\w]|[.,][0-9]|\s?%)"
_TAIL = rf"(?:\s*,?\s+{_INSIDE}\s*{_SIGN}?\s*(?:[0-9]{{1,5}}[A-Za-z]?|[A-Z])\b)*"
_KM = r"[Kk](?:m|M|ilómetro)\.?\s*[0-9]{1,4}(?:[.,][0-9]{1,3})?"
_IN_PLACE = rf"{_INSIDE}\s*{_SIGN}?\s*{_NUMBER}{_TAIL}"
_LIVES = r"(?:[Vv]iv(?:o|e|en|imos)|[Dd]omicilio|[Dd]irecci[óo]n)\s*:?\s+(?:es\s+)?(?:en\s+)?"
ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<place>\b{_PLACE}\s+{_PROPER}\s*,?\s+(?:{_IN_PLACE}|{_SIGN}\s*{_NUMBER}{_TAIL}))",
        rf"(?P<place>\b{_SHORT}\s*{_WORDS}\s*,?\s*{_SIGN}?\s*{_NUMBER}{_TAIL})",
        rf"(?P<place>\b{_STREET}\s+{_PROPER}\s*,?\s*{_SIGN}?\s*{_NUMBER}{_TAIL})",
        rf"(?P<place>\b{_STREET}\s+{_WORDS}\s*,?\s*{_SIGN}\s*{_NUMBER}{_TAIL})",
        rf"(?P<place>\b{_STREET}\s+{_SIGN}?\s*[0-9]{{1,4}}\s*,?\s+{_IN_PLACE})",
        rf"\b{_LIVES}(?:la\s+|el\s+)?(?P<place>{_STREET}\s+{_WORDS}\s*,?\s*{_NUMBER}{_TAIL})",
        rf"(?P<place>\b[Cc]amino\s+{_WORDS}\s*,?\s*{_KM})",
        rf"(?P<place>\b(?:[Dd]epto\.?|[Dd]pto\.?|[Pp]arcela)\s*{_SIGN}?\s*{_NUMBER})",
    )
)
