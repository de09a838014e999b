"""The player's words in German. The commands themselves are the same in every language."""

from __future__ import annotations

from fabula.telling.languages.play_words import PlayWords

PLAY = PlayWords(
    nothing_yet="Noch ist nichts geschehen.",
    stuck="Hier steht das Leben still: Niemand kann mehr etwas tun, und es ist an kein Ende gekommen.",
    time_passed="Zeit verging.",
    nothing_noticed="Es geschah nichts, was {name} hätte bemerken können.",
    own_reasons="Deine eigenen Gründe gehören dir.",
    not_known_why="{name} weiß nicht, warum.",
    fate="Niemand hat es getan: Es ist Schicksal.",
    there_too=("{names} war auch dort.", "{names} waren auch dort."),
    joint="und",
    you_are="Du bist {name}. Eine Zahl handelt, 'help' zeigt alles andere.",
    you_are_briefly="Du bist {name}. Eine Zahl handelt; help zeigt alles andere.",
    believes="Was {name} glaubt",
    wrong="Falsch: {truth}.",
    rest="Was sich sonst noch ändern kann, ist nicht so, oder {name} weiß nichts davon.",
    the_end="Das Ende: {title}",
    acts=("Bis hierher war es {count} Tat.", "Bis hierher waren es {count} Taten."),
    only_ending="Es ist das einzige Ende dieser Geschichte.",
    no_ending="Diese Geschichte hat kein Ende.",
    endings="Die Enden dieser Geschichte: {titles}.",
    other_endings="Andere Enden dieser Geschichte: {titles}.",
    turn="{name} · Zug {number}",
    help="""\
eine Zahl: tu, was dort steht
undo: nimm den letzten Zug zurück, sooft du willst
why: die Gründe für das, was zuletzt geschah
mind NAME: was jemand glaubt; ohne Namen die eigene Figur
look: sieh, wo du bist, oder lies den letzten Zug noch einmal, und die Möglichkeiten; look at NAME: wie jemand oder etwas \
aussieht
save NAME, load NAME: ein Leben behalten, mit einem weitermachen; NAME ist ein eigener Name oder eine Datei; load allein \
zählt auf, was es gibt
transcript FILE: schreib das Leben auf, wie es gespielt wurde; ohne Datei zeig es
restart: fang von vorn an
quit: geh; das Leben bleibt erhalten""",
    means_nothing="'{word}' bedeutet hier nichts. {possible}",
    no_choice="Es gibt keine Möglichkeit {number}. {possible}",
    numbers=(
        "Gib eine Zahl von 1 bis {count} ein, oder eines von diesen: {commands}.",
        "Gib 1 ein, oder eines von diesen: {commands}.",
        "Gib eines von diesen ein: {commands}.",
    ),
    beginning="Dies ist der Anfang; es gibt nichts zurückzunehmen.",
    closed_mind="Du siehst nur {name} in den Kopf. (Mit --all-minds auch den anderen.)",
    saved="Gesichert: {path}",
    saved_lives="Gesicherte Leben: {names}. Gib load und einen Namen ein.",
    more_saved="Und {count} weitere, in {folder}",
    none_saved="Kein Leben dieser Geschichte ist gesichert.",
    file_there="Es gibt schon eine Datei {path}; es wird nichts überschrieben.",
    written="Geschrieben: {path}",
    unwritable="{path} lässt sich nicht schreiben: {why}.",
    goodbye="Auf Wiedersehen.",
    kept="Auf Wiedersehen. Dein Leben ist gesichert; um weiterzumachen:",
    not_in_sight="{name} sieht hier nichts, das so heißt.",
    nothing_special="Mehr ist daran nicht zu sehen.",
    several_in_sight="Hier heißt mehreres so: {names}.",
    heads=("worüber", "glaubt", "in Wahrheit", "glaubt, dass andere glauben"),
    yes="ja",
    no="nein",
    unknown="unbekannt",
)
