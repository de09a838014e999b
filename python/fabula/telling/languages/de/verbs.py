"""German verbs: tenses, persons, participles. Given in the infinitive; of several words the first is the verb."""

from __future__ import annotations

import re

from fabula.telling.languages.grammar import Agreement, Person, Tense

#: infinitive -> second and third person of the present ("du", "er"), stem of the past, past participle
_STRONG: dict[str, tuple[str, str, str]] = {
    verb: (present, past, participle)
    for verb, present, past, participle in (
        line.split()
        for line in """
        beginnen beginn begann begonnen
        beißen beiß biss gebissen
        biegen bieg bog gebogen
        bieten biet bot geboten
        binden bind band gebunden
        bitten bitt bat gebeten
        bleiben bleib blieb geblieben
        brechen brich brach gebrochen
        brennen brenn brannte gebrannt
        bringen bring brachte gebracht
        denken denk dachte gedacht
        empfangen empfäng empfing empfangen
        erschrecken erschrick erschrak erschrocken
        essen iss aß gegessen
        fahren fähr fuhr gefahren
        fallen fäll fiel gefallen
        fangen fäng fing gefangen
        finden find fand gefunden
        fliegen flieg flog geflogen
        fliehen flieh floh geflohen
        geben gib gab gegeben
        gehen geh ging gegangen
        gelingen geling gelang gelungen
        gewinnen gewinn gewann gewonnen
        graben gräb grub gegraben
        greifen greif griff gegriffen
        halten hält hielt gehalten
        hängen häng hing gehangen
        heben heb hob gehoben
        heißen heiß hieß geheißen
        helfen hilf half geholfen
        kennen kenn kannte gekannt
        kommen komm kam gekommen
        laden läd lud geladen
        lassen läss ließ gelassen
        laufen läuf lief gelaufen
        leiden leid litt gelitten
        lesen lies las gelesen
        liegen lieg lag gelegen
        lügen lüg log gelogen
        nehmen nimm nahm genommen
        nennen nenn nannte genannt
        raten rät riet geraten
        reißen reiß riss gerissen
        reiten reit ritt geritten
        rennen renn rannte gerannt
        rufen ruf rief gerufen
        schaffen schaff schuf geschaffen
        scheinen schein schien geschienen
        schlafen schläf schlief geschlafen
        schlagen schläg schlug geschlagen
        schleichen schleich schlich geschlichen
        schließen schließ schloss geschlossen
        schneiden schneid schnitt geschnitten
        schreiben schreib schrieb geschrieben
        schreien schrei schrie geschrien
        schreiten schreit schritt geschritten
        schweigen schweig schwieg geschwiegen
        schwimmen schwimm schwamm geschwommen
        schwören schwör schwor geschworen
        sehen sieh sah gesehen
        geschehen geschieh geschah geschehen
        senden send sandte gesandt
        singen sing sang gesungen
        sinken sink sank gesunken
        sitzen sitz saß gesessen
        sprechen sprich sprach gesprochen
        springen spring sprang gesprungen
        stehen steh stand gestanden
        stehlen stiehl stahl gestohlen
        steigen steig stieg gestiegen
        sterben stirb starb gestorben
        stoßen stöß stieß gestoßen
        streiten streit stritt gestritten
        tragen träg trug getragen
        treffen triff traf getroffen
        treiben treib trieb getrieben
        treten tritt trat getreten
        trinken trink trank getrunken
        tun tu tat getan
        verderben verdirb verdarb verdorben
        vergessen vergiss vergaß vergessen
        verlieren verlier verlor verloren
        verschwinden verschwind verschwand verschwunden
        verzeihen verzeih verzieh verziehen
        wachsen wächs wuchs gewachsen
        waschen wäsch wusch gewaschen
        weichen weich wich gewichen
        weisen weis wies gewiesen
        wenden wend wandte gewandt
        werfen wirf warf geworfen
        wiegen wieg wog gewogen
        winden wind wand gewunden
        ziehen zieh zog gezogen
        zwingen zwing zwang gezwungen
        """.split("\n")
        if line.strip()
    )
}
#: the first person and the second of the present, and the past; the third person is as the first
_MODALS = {
    "können": ("kann", "kannst", "konnte", "gekonnt"),
    "müssen": ("muss", "musst", "musste", "gemusst"),
    "wollen": ("will", "willst", "wollte", "gewollt"),
    "sollen": ("soll", "sollst", "sollte", "gesollt"),
    "dürfen": ("darf", "darfst", "durfte", "gedurft"),
    "mögen": ("mag", "magst", "mochte", "gemocht"),
    "wissen": ("weiß", "weißt", "wusste", "gewusst"),
}
#: present and past: ich, du, er, wir, ihr, sie
_WHOLE = {
    "sein": ("bin bist ist sind seid sind", "war warst war waren wart waren", "gewesen"),
    "haben": ("habe hast hat haben habt haben", "hatte hattest hatte hatten hattet hatten", "gehabt"),
    "werden": ("werde wirst wird werden werdet werden", "wurde wurdest wurde wurden wurdet wurden", "geworden"),
}
#: these take no ge- in the participle, and are not separated
_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer")
_SEPARABLE = (
    "zurück|zusammen|davon|herunter|hinunter|herauf|hinauf|heraus|hinaus|herein|hinein|heran|herum|umher|vorbei|weiter|weg|los|fort|nieder|"
    "fest|nach|auf|aus|ab|an|bei|ein|her|hin|mit|vor|zu"
).split("|")


def conjugate(verb: str, agreement: Agreement, tense: Tense) -> str:
    """A finite form. What can be separated from a verb stands behind it: "niederknien" -> "kniet nieder"."""
    word, space, rest = verb.partition(" ")
    prefix, bare = parted(word)
    form = _finite(bare, agreement, tense) + space + rest
    return f"{form} {prefix}" if prefix else form


def _finite(verb: str, agreement: Agreement, tense: Tense) -> str:
    place = agreement.person.value - 1 + 3 * agreement.plural
    if verb in _WHOLE:
        return _WHOLE[verb][tense is Tense.PAST].split()[place]
    if verb in _MODALS:
        first, second, past, _ = _MODALS[verb]
        if tense is Tense.PAST:
            return _weak_past(past.removesuffix("te"), place)
        return (first, second, first, verb, stem_of(verb) + "t", verb)[place]
    inside, strong = _strong(verb)
    if tense is Tense.PAST:
        if strong is None:
            stem = stem_of(verb)
            return _weak_past(stem + ("e" if needs_e(stem) else ""), place)
        past = inside + strong[1]
        return _weak_past(past.removesuffix("te"), place) if past.endswith("te") else _strong_past(past, place)
    stem = stem_of(verb)
    changed = inside + strong[0] if strong is not None else stem
    e = "e" if needs_e(changed) and changed == stem else ""
    second = changed + (f"{e}st" if not re.search("[sßxz]$", changed) else "t")
    # "er hält", "er tritt": a stem that has changed and ends in t takes no second one
    third = changed if changed != stem and changed.endswith("t") else changed + e + "t"
    return (_first(stem), second, third, verb, stem + ("e" if needs_e(stem) else "") + "t", verb)[place]


def _first(stem: str) -> str:
    # "ich sammle", "ich wandere"
    return stem[:-2] + "le" if stem.endswith("el") else stem if stem.endswith("ie") else stem + "e"


def _weak_past(stem: str, place: int) -> str:
    return stem + ("te", "test", "te", "ten", "tet", "ten")[place]


def _strong_past(stem: str, place: int) -> str:
    e = "e" if needs_e(stem) or re.search("[sßz]$", stem) else ""
    second = stem + ("est" if e else "st")
    plural = stem + ("n" if stem.endswith(("ie", "e")) else "en")
    return (stem, second, stem, plural, stem + ("e" if needs_e(stem) else "") + "t", plural)[place]


def stem_of(verb: str) -> str:
    if verb in ("tun", "knien"):
        return verb[:-1]
    return verb[:-2] if verb.endswith("en") else verb.removesuffix("n")


def needs_e(stem: str) -> bool:
    """Whether an e stands before -t and -st: "er wartet", "er atmet"; not "er lernt"."""
    return re.search(r"[td]$|[^aeiouäöülrhmn][mn]$", stem) is not None


def _strong(verb: str) -> tuple[str, tuple[str, str, str] | None]:
    """What stands before a strong verb that it is made of ("ver" in "versprechen"), and its forms."""
    if verb in _STRONG:
        return "", _STRONG[verb]
    for prefix in (*_INSEPARABLE, "über", "unter", "um", "durch", "wider", "hinter"):
        bare = verb.removeprefix(prefix)
        if bare != verb and bare in _STRONG:
            return prefix, _STRONG[bare]
    return "", None


def parted(verb: str) -> tuple[str, str]:
    """ "niederknien" -> "nieder", "knien"; only where what remains is a verb that is long enough to be one."""
    if verb in _SEPARATED:
        return "um", verb.removeprefix("um")
    for prefix in _SEPARABLE:
        bare = verb.removeprefix(prefix)
        if bare != verb and (bare in _STRONG or bare in _WHOLE or bare in _MODALS or (len(bare) > 4 and bare.endswith("en"))):
            return ("", verb) if verb in _STRONG or verb in _ONE_PIECE else (prefix, bare)
    return "", verb


#: with "um" most verbs go both ways; these are separated
_SEPARATED = frozenset("umdrehen umsehen umkehren umwenden umfallen umbringen umarbeiten umstoßen".split())
#: these only look as if they began with something that can be separated
_ONE_PIECE = frozenset(
    "antworten angeln ändern arbeiten altern beichten beißen bitten herrschen hinken zucken zünden ankern".split()
)


def past_participle(verb: str) -> str:
    """ "brechen" -> "gebrochen", "niederknien" -> "niedergekniet"."""
    word, space, rest = verb.partition(" ")
    prefix, bare = parted(word)
    return prefix + _participle(bare) + space + rest


def _participle(verb: str) -> str:
    if verb in _WHOLE:
        return _WHOLE[verb][2]
    if verb in _MODALS:
        return _MODALS[verb][3]
    inside, strong = _strong(verb)
    if strong is not None:
        return inside + (strong[2].removeprefix("ge") if inside else strong[2])
    stem = stem_of(verb)
    form = stem + ("e" if needs_e(stem) else "") + "t"
    kept = verb.endswith("ieren") or (verb.startswith(_INSEPARABLE) and len(verb) > 6)
    return form if kept else "ge" + form


def present_participle(verb: str) -> str:
    """ "knien" -> "kniend"."""
    word, space, rest = verb.partition(" ")
    return word + "d" + space + rest


def base(verb: str) -> str:
    """The infinitive of a verb in the third person: "liebt" -> "lieben"; an infinitive stays as it is."""
    for infinitive in (*_WHOLE, *_MODALS, *_STRONG):
        if verb == _finite(infinitive, Agreement(Person.THIRD), Tense.PRESENT):
            return infinitive
    if verb.endswith(("et", "t")) and not verb.endswith("en"):
        stem = verb[:-2] if verb.endswith("et") and needs_e(verb[:-2]) else verb[:-1]
        return stem + ("n" if stem.endswith(("el", "er", "e")) else "en")
    return verb


def with_zu(verb: str) -> str:
    """ "gehen" -> "zu gehen", "niederknien" -> "niederzuknien"."""
    prefix, bare = parted(verb)
    return f"{prefix}zu{bare}" if prefix else f"zu {bare}"


#: these form the perfect with "sein", with whatever can be separated from them
_WITH_SEIN = frozenset(
    """aufbrechen aufstehen auftauchen aufwachen begegnen bleiben einschlafen entkommen ergehen erscheinen erschrecken erwachen
    eilen fahren fallen fliegen fliehen folgen gehen gelangen gelingen geschehen kehren klettern kommen kriechen landen laufen
    reisen reiten rennen schleichen schreiten schwimmen segeln sein sinken springen steigen sterben stolpern stürzen treten
    vergehen verschwinden wachsen wandern weichen werden""".split()
)


def has_sein(verb: str) -> bool:
    """Whether the perfect of a verb is formed with "sein": "er ist gegangen"."""
    word = verb.partition(" ")[0]
    return word in _WITH_SEIN or parted(word)[1] in _WITH_SEIN


def is_modal(verb: str) -> bool:
    return verb.partition(" ")[0] in _MODALS


#: weak verbs by which properties are likely to be named; of others the author writes "[umsorgen]"
_WEAK = (
    "lieben hassen suchen folgen glauben fürchten brauchen hören besitzen führen lenken wählen hoffen leben hüten jagen lehren "
    "vertrauen gehorchen gehören dienen schulden vermissen bewachen beschützen begehren verfolgen verehren verachten erwarten"
).split()
_VERBS_OF = {_finite(verb, Agreement(Person.THIRD), Tense.PRESENT): verb for verb in (*_WEAK, *_STRONG, *_MODALS, *_WHOLE)}
_IMPERATIVES = {
    verb: changed
    for changed, verb in (
        (infinitive, present)
        for infinitive, (present, _, _) in _STRONG.items()
        if re.search("i", present) and not re.search("i", infinitive) and not present.startswith("zieh")
    )
}


def verb_of(form: str) -> str | None:
    """The infinitive of a known verb in the third person; None for a word that is none of them."""
    return _VERBS_OF.get(form)


def infinitive_of(imperative: str) -> str:
    """ "geh" -> "gehen", "sieh" -> "sehen", "flüstere" -> "flüstern": the infinitive of an imperative."""
    word = imperative.lower()
    if word in _IMPERATIVES:
        return _IMPERATIVES[word]
    if word in ("sei", "tu", "tue", "knie"):
        return {"sei": "sein", "knie": "knien"}.get(word, "tun")
    for strong in _STRONG:
        if strong in (word + "en", word.removesuffix("e") + "en", word.removesuffix("t") + "en"):
            return strong
    if word.endswith(("ere", "ele")):
        return word[:-1] + "n"
    if word.endswith("le") and not word.endswith(("lle", "hle", "ile", "ole", "ule", "ale")):
        return word[:-2] + "eln"
    return word + "n" if word.endswith("e") else word + "en"


def imperative_of(verb: str) -> str:
    """ "gehen" -> "geh", "sehen" -> "sieh", "warten" -> "warte"."""
    if verb == "sein":
        return "sei"
    inside, strong = _strong(verb)
    stem = stem_of(verb)
    if strong is not None and "i" in strong[0] and "i" not in stem.removeprefix(inside):
        return inside + strong[0]
    if stem.endswith("el"):
        return stem[:-2] + "le"
    return stem + ("e" if needs_e(stem) or stem.endswith(("er", "ig")) else "")
