"""The irregular words of English."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


_VERBS = """
abide abode abided; arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become;
befall befell befallen; beget begot begotten; begin began begun; behold beheld beheld; bend bent bent; bet bet bet;
bid bid bid; bind bound bound; bite bit bitten; bleed bled bled; blow blew blown; break broke broken; breed bred bred;
bring brought brought; broadcast broadcast broadcast; build built built; burst burst burst; buy bought bought;
cast cast cast; catch caught caught; choose chose chosen; cling clung clung; come came come; cost cost cost;
creep crept crept; cut cut cut; deal dealt dealt; dig dug dug; do did done; draw drew drawn; drink drank drunk;
drive drove driven; dwell dwelt dwelt; eat ate eaten; fall fell fallen; feed fed fed; feel felt felt; fight fought fought;
find found found; flee fled fled; fling flung flung; fly flew flown; forbid forbade forbidden; forget forgot forgotten;
forgive forgave forgiven; forsake forsook forsaken; freeze froze frozen; get got got; give gave given; go went gone;
grind ground ground; grow grew grown; hang hung hung; have had had; hear heard heard; hide hid hidden; hit hit hit;
hold held held; hurt hurt hurt; keep kept kept; kneel knelt knelt; know knew known; lay laid laid; lead led led;
leap leapt leapt; leave left left; lend lent lent; let let let; lie lay lain; light lit lit; lose lost lost;
make made made; mean meant meant; meet met met; mow mowed mown; pay paid paid; put put put; quit quit quit;
read read read; rend rent rent; rid rid rid; ride rode ridden; ring rang rung; rise rose risen; run ran run; say said said;
see saw seen; seek sought sought; sell sold sold; send sent sent; set set set; sew sewed sewn; shake shook shaken;
shed shed shed; shine shone shone; shoot shot shot; show showed shown; shrink shrank shrunk; shut shut shut;
sing sang sung; sink sank sunk; sit sat sat; slay slew slain; sleep slept slept; slide slid slid; sling slung slung;
slink slunk slunk; slit slit slit; smite smote smitten; sow sowed sown; speak spoke spoken; speed sped sped;
spend spent spent; spin spun spun; spit spat spat; split split split; spread spread spread; spring sprang sprung;
stand stood stood; steal stole stolen; stick stuck stuck; sting stung stung; stink stank stunk; stride strode stridden;
strike struck struck; string strung strung; strive strove striven; swear swore sworn; sweep swept swept;
swell swelled swollen; swim swam swum; swing swung swung; take took taken; teach taught taught; tear tore torn;
tell told told; think thought thought; throw threw thrown; thrust thrust thrust; tread trod trodden; wake woke woken;
wear wore worn; weave wove woven; weep wept wept; win won won; wind wound wound; wring wrung wrung; write wrote written;
be was been
"""

#: base form -> (past, past participle)
VERBS: dict[str, tuple[str, str]] = {
    base: (past, participle)
    for base, past, participle in (entry.split() for entry in _VERBS.replace("\n", " ").split(";") if entry.strip())
}

#: an irregular verb stays irregular behind one of these ("overtake", "rewrite", "withdraw")
PREFIXES = ("under", "over", "with", "fore", "mis", "out", "up", "re", "un")
#: these look like a prefix and an irregular verb, and are regular
NOT_PREFIXED = frozenset({"relay", "outlay", "belay"})

#: verbs without endings: present -> past
MODALS: dict[str, str] = {
    "can": "could",
    "could": "could",
    "may": "might",
    "might": "might",
    "must": "had to",
    "shall": "should",
    "should": "should",
    "will": "would",
    "would": "would",
    "ought": "ought",
}

#: verbs of several syllables whose last one is stressed, so that its consonant is doubled; also those that do it all the same
DOUBLED = frozenset(
    _words(
        """abet abhor abut acquit admit allot annul appal befit beget begin bedim bewig commit compel concur confer control
    debar defer demur deter disbar dispel distil embed emit enrol entrap equip excel expel extol forget fulfil handicap impel
    incur infer instil inter intermit intermix kidnap occur omit outfit outrun outwit patrol permit prefer propel rebel rebut
    recap recur refer regret remit repel reset resubmit submit transfer transmit unplug unzip upset worship zigzag"""
    )
)
#: one syllable by ear, though written with two vowels in a row
DOUBLED_AFTER_U = frozenset({"quit", "quiz", "quip", "squat", "acquit", "equip"})
#: verbs in -el, -al, -il, -ol that double nothing, against the British rule
SINGLE_L = frozenset({"parallel"})
#: verbs that keep their silent e before -ing
KEEP_E = frozenset({"singe", "tinge", "binge", "dye", "eye", "swinge"})

#: singular -> plural
NOUNS: dict[str, str] = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "goose": "geese", "mouse": "mice", "louse": "lice", "ox": "oxen", "die": "dice", "brother-in-arms": "brothers-in-arms",
    "knife": "knives", "wife": "wives", "life": "lives", "wolf": "wolves", "leaf": "leaves", "thief": "thieves",
    "half": "halves", "shelf": "shelves", "loaf": "loaves", "calf": "calves", "elf": "elves", "self": "selves",
    "sheaf": "sheaves", "hoof": "hooves", "quiz": "quizzes", "index": "indices", "appendix": "appendices",
    "hero": "heroes", "potato": "potatoes", "tomato": "tomatoes", "echo": "echoes", "veto": "vetoes",
    "torpedo": "torpedoes", "embargo": "embargoes", "mosquito": "mosquitoes", "volcano": "volcanoes",
    "tornado": "tornadoes", "cargo": "cargoes", "buffalo": "buffaloes", "mango": "mangoes", "motto": "mottoes",
    "domino": "dominoes",
    "sheep": "sheep", "deer": "deer", "fish": "fish", "salmon": "salmon", "trout": "trout", "swine": "swine",
    "aircraft": "aircraft", "spacecraft": "spacecraft", "series": "series", "species": "species", "bison": "bison",
    "cactus": "cacti", "fungus": "fungi", "nucleus": "nuclei", "stimulus": "stimuli", "radius": "radii",
    "phenomenon": "phenomena", "criterion": "criteria", "medium": "media", "datum": "data", "larva": "larvae",
    "corps": "corps", "offspring": "offspring", "stomach": "stomachs", "monarch": "monarchs", "patriarch": "patriarchs",
    "matriarch": "matriarchs", "epoch": "epochs", "eunuch": "eunuchs",
}  # fmt: skip
#: words in -man whose plural is regular
MAN_IS_NO_MAN = ("human", "german", "shaman", "talisman", "roman", "ottoman", "caiman", "norman", "brahman")
#: plural words without a singular to derive them from
ALWAYS_PLURAL = frozenset(
    _words(
        """others many few several both all these those we they you people folk police cattle trousers scissors clothes thanks
    two three four five six seven eight nine ten eleven twelve"""
    )
)
#: words that end like a plural and are none
NEVER_PLURAL = frozenset(
    _words(
        """always perhaps news chess bus gas lens iris atlas canvas chaos bias pathos ethos cosmos christmas alas is was has
    his this us thus yes its as nothing less towards besides sometimes lotus genius census virus corpus abacus mathematics
    physics politics nemesis genesis basis crisis oasis thesis analysis axis emphasis hypothesis series species corps
    specimen omen acumen abdomen regimen james thomas
    across nicholas agnes hades hermes hercules achilles"""
    )
)
