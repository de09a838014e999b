"""The words by which two English paragraphs are compared."""

from __future__ import annotations

import re

from fabula.telling.languages.comparison import Comparison
from fabula.telling.languages.en.irregular import VERBS

COMPARISON = Comparison(
    article=re.compile(r"^(?:the|a|an) ", re.IGNORECASE),
    possessive="'s",
    contracted="n't",
    turning=frozenset(
        "not no never nobody nothing none neither nor without nowhere cannot hardly barely unless except almost nearly".split()
    ),
    doer="by",
    persons={
        word: family
        for family, words in {
            "I": "i me my mine myself",
            "you": "you your yours yourself yourselves",
            "we": "we us our ours ourselves",
            "she": "she her hers herself",
            "he": "he him his himself",
            "they": "they them their theirs themselves themself",
        }.items()
        for word in words.split()
    },
    tenses=(frozenset("am is are has does".split()), frozenset("was were had did".split())),
    final=(
        "kill",
        "die",
        "murder",
        "slay",
        "kiss",
        "marry",
        "betray",
        "rape",
        "strangle",
        "stab",
        "shoot",
        "drown",
        "hang",
        "burn",
    ),
    final_words=frozenset("dead death corpse lover wife husband traitor suicide".split()),
    auxiliaries=frozenset({"be", "have", "do"}),
    verbs=frozenset(VERBS),
    openers=frozenset(
        (
            "a about above across after afterwards again against all alone along already also although always among an and "
            "another any around as at away back because before behind below beneath beside between beyond both but close each "
            "either else elsewhere even ever every everyone everything far few finally first for from had half he her here "
            "hers high his how however if in inside instead into it its itself just last later less like little long low many "
            "meanwhile more most much near next now of off often on once one only onto or other others out outside over past "
            "perhaps quickly quietly quite rather round she since slowly so some someone something sometimes somewhere soon "
            "still such suddenly than that the their them then there these they this those though three through throughout "
            "thus till to together too toward towards two under underneath until up upon very was were what whatever when "
            "whenever where wherever whether which while who whoever whom whose why with within yet"
        ).split()
    ),
)
