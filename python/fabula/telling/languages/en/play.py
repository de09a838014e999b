"""The player's words in English."""

from __future__ import annotations

from fabula.telling.languages.play_words import PlayWords

PLAY = PlayWords(
    nothing_yet="Nothing has been done yet.",
    stuck="Here the life stands still: there is nothing left to do for anybody, and it has come to no ending.",
    time_passed="Time passed.",
    nothing_noticed="Nothing happened that {name} could notice.",
    own_reasons="Your own reasons are yours.",
    not_known_why="{name} can't tell why.",
    fate="Nobody did it: it is fate.",
    there_too=("{names} was there too.", "{names} were there too."),
    joint="and",
    you_are="You are {name}. Type a number to act, 'help' for everything else.",
    you_are_briefly="You are {name}. A number acts; help shows everything else.",
    believes="What {name} believes",
    wrong="Wrong: {truth}.",
    rest="Whatever else can change is not so, or {name} does not know of it.",
    the_end="The end: {title}",
    acts=("It took {count} act.", "It took {count} acts."),
    only_ending="It is the only ending of this story.",
    no_ending="This story has no ending.",
    endings="The endings of this story: {titles}.",
    other_endings="Other endings of this story: {titles}.",
    turn="{name} · turn {number}",
    help="""\
a number: do what stands there
undo: take the last turn back, as often as you like
why: the reasons for what was done last
mind NAME: what someone believes; without a name, your own character
look: see where you are, or read the last turn again, and the choices; look at NAME: what someone or something looks like
save NAME, load NAME: keep a life, go on with one; NAME is a name of your own or a file; load alone lists what there is
transcript FILE: write the life as it was played; without a file, show it
restart: begin again
quit: leave; the life is kept""",
    means_nothing="'{word}' means nothing here. {possible}",
    no_choice="There is no choice {number}. {possible}",
    numbers=(
        "Type a number from 1 to {count}, or one of: {commands}.",
        "Type 1, or one of: {commands}.",
        "Type one of: {commands}.",
    ),
    beginning="This is the beginning; there is nothing to take back.",
    closed_mind="You see into the mind of {name} only. (The option --all-minds opens the others.)",
    saved="Saved: {path}",
    saved_lives="Saved lives: {names}. Type load and a name.",
    more_saved="And {count} more, in {folder}",
    none_saved="No life of this story is saved.",
    file_there="There is a file {path} already; nothing is written over it.",
    written="Written: {path}",
    unwritable="{path} can't be written: {why}.",
    goodbye="Goodbye.",
    kept="Goodbye. Your life is kept; to go on with it:",
    not_in_sight="{name} sees nothing here that is called so.",
    nothing_special="There is nothing more to be seen of it.",
    several_in_sight="Several things here are called so: {names}.",
    heads=("about", "believes", "in truth", "believes that others believe"),
    yes="yes",
    no="no",
    unknown="unknown",
)
