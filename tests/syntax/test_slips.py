"""Likely slips: each is understood as far as it can be, marked exactly, and explained. No slip gives a second problem."""

from __future__ import annotations

import pytest
from tests.syntax.trees import read

#: text, code, line, column, what is marked, the hint or its beginning
SLIPS = [
    (
        "action act\n\tby a\n\tdo: war",
        "bad-indentation",
        2,
        1,
        "\t",
        "replace each tab by four spaces: most editors can do it for the whole file",
    ),
    (
        "action act\n    by a\n  when war\n    do: war",
        "bad-indentation",
        3,
        1,
        "  ",
        "lines of one block begin in the same column",
    ),
    ("war\n    peace", "bad-indentation", 2, 1, "    ", "begin it in the same column as the line above"),
    ("  war\npeace", "bad-indentation", 1, 1, "  ", "lines of one block begin in the same column"),
    (
        "action act\n    by nobody\n        when war\n    do: peace",
        "bad-indentation",
        3,
        1,
        "        ",
        "begin it in the same column as the line above",
    ),
    (
        "action act\n\xa0\xa0\xa0\xa0do: war",
        "bad-indentation",
        2,
        1,
        "\xa0\xa0\xa0\xa0",
        "delete the blanks at the start of the line and type spaces",
    ),
    (
        'story "The Ridge',
        "unclosed-string",
        1,
        7,
        '"The Ridge',
        'add " at the end of the text; a long text goes on in quotes in the next, deeper line',
    ),
    (
        'story “The Ridge"',
        "unclosed-string",
        1,
        7,
        '“The Ridge"',
        'the text begins with “ and must end with ”; or use " at both ends',
    ),
    ("story 'The Ridge'", "stray-character", 1, 7, "'The Ridge'", 'use " at both ends'),
    ("story The Ridge", "syntax", 1, 7, "The Ridge", 'write story "The Ridge"'),
    ("action act(a, b)\n    choice Go away", "syntax", 2, 12, "Go away", 'write choice "Go away"'),
    ("action act(a, b)\n    says She doesn't (go.", "syntax", 2, 10, "She doesn't (go.", 'write says "She doesn\'t (go."'),
    ("action act(a, b)\n    says by Cloud He goes.", "syntax", 2, 10, "by Cloud He goes.", 'write says "by Cloud He goes."'),
    ('story "x"\n    by Jane Doe', "syntax", 2, 8, "Jane Doe", 'write by "Jane Doe"'),
    ('story "x"\n    note it\'s sad', "syntax", 2, 10, "it's sad", 'write note "it\'s sad"'),
    (
        'story """x',
        "unclosed-string",
        1,
        9,
        '"x',
        "three quotes mean nothing here: use one, and \\n for a new line; a text goes on in the next, deeper line",
    ),
    ('story "a \\q b"', "syntax", 1, 10, "\\q", "write \\\\ if you want a backslash"),
    ("action act(a, b)\n    says", "syntax", 2, 9, "", 'write says "..."'),
    ("ending over They go home when war", "syntax", 1, 13, "They go home", 'write: ending over "They go home"'),
    ('action act(a, b)\n    "They go."', "syntax", 2, 5, '"They go."', 'write: says "They go."'),
    ('"They go."', "syntax", 1, 1, '"They go."', 'in an action write: says "They go."'),
    ("rule r: a.at = field", "syntax", 1, 14, "=", "use 'is' or '=='"),
    (
        "action act(a, b)\n    when a.x += 1",
        "syntax",
        2,
        14,
        "+=",
        "a condition only asks: use 'is', '<' or '>'; changes go under 'do'",
    ),
    ("rule r: a && b", "syntax", 1, 11, "&&", "write 'and'"),
    ("rule r: a || b", "syntax", 1, 11, "||", "write 'or'"),
    ("rule r: !a", "syntax", 1, 9, "!", "write 'not'"),
    ("rule r: a <> b", "syntax", 1, 11, "<>", "write '!='"),
    ("rule r: a =< b", "syntax", 1, 11, "=<", "write '<='"),
    ("rule r: a ≥ 3", "stray-character", 1, 11, "≥", "write '>='"),
    ("rule r: a == not b", "syntax", 1, 14, "not", "write 'is not'"),
    ("if war then peace", "syntax", 1, 8, "then", "write ':' in its place"),
    ("if war then\n    peace", "syntax", 1, 8, "then", "write ':' in its place"),
    ("action act(a, b)\n    when war then peace", "syntax", 2, 14, "then peace", "write what happens under 'do'"),
    ("rule r: a in b", "syntax", 1, 14, "b", "for example: in (field, trees)"),
    ("rule r: a if b", "syntax", 1, 15, "", "A if CONDITION else B"),
    ("rule r: every s: soldier s.alive", "syntax", 1, 26, "s", "every s: soldier (s.PROPERTY)"),
    ("rule r: a is b believes c", "syntax", 1, 9, "a is b", "put what belongs together in brackets"),
    ("rule r: a and", "syntax", 1, 14, "", "finish the line; it can go on in the next line if that is indented deeper"),
    ("rule r: a + ", "syntax", 1, 12, "", "finish the line; it can go on in the next line if that is indented deeper"),
    ("rule r: a b c d", "syntax", 1, 15, "d", "take the rest away, or begin a new line with it"),
    ("rule r: (a and b", "unclosed-bracket", 1, 9, "(", "add ')' where the brackets should end"),
    ("rule r: a and b)", "unclosed-bracket", 1, 16, ")", "take it away, or add the '(' that is missing"),
    ("action act(a: soldier\n    by a\n    do: war", "unclosed-bracket", 1, 11, "(", "add ')' where the brackets should end"),
    (
        "action act(a, b)\n    when every s: soldier (s.alive\n    do: war",
        "unclosed-bracket",
        2,
        27,
        "(",
        "add ')' where the brackets should end",
    ),
    ("rule r: 1.5", "syntax", 1, 9, "1.5", "count in smaller units: 15 instead of 1.5"),
    (
        "rule r: 99999999999999999999",
        "number-too-large",
        1,
        9,
        "99999999999999999999",
        "write a smaller number: the bounds of a property rarely need more than 10",
    ),
    ("rule r: 2nd", "syntax", 1, 9, "2nd", "put the digit at the end, or write '_2nd'"),
    ("rule r: a $ b", "stray-character", 1, 11, "$", "take it away; inside a text, in double quotes, any character is allowed"),
    (
        "rule r: a \u200b b",
        "stray-character",
        1,
        11,
        "\u200b",
        "take it away; inside a text, in double quotes, any character is allowed",
    ),
    ("rule r: a.and", "reserved-name", 1, 11, "and", "choose another word, or write 'and_'"),
    ("else\n    war", "syntax", 1, 1, "else", "'else' begins in the same column as its 'if'"),
    ("elif war: peace", "syntax", 1, 1, "elif", "'elif' begins in the same column as its 'if'"),
    ("if war: peace\nelse if night: war", "syntax", 2, 1, "else if", "write 'elif'"),
    ("if war: peace\nelse: war\nelse: night", "syntax", 3, 1, "else", "'else' is the last part, and there is one"),
    ("for s in soldier: s.x = 1", "syntax", 1, 7, "in", "write: for each s: soldier"),
    ("for every s: soldier: s.x = 1", "syntax", 1, 5, "every", "write 'for each'"),
    ("if war", "syntax", 1, 1, "if", "write effects below the line, and deeper than it"),
    ("action act(a, b)\n    do", "syntax", 2, 5, "do", "write effects below the line, and deeper than it"),
    ("action act(a, b)\n    do war = yes", "syntax", 2, 8, "war = yes", "write: do: war = yes"),
    (
        "action act(a, b)\n    do\n        a.x = 1\n        when war",
        "syntax",
        4,
        9,
        "when",
        "for one effect write 'if ...'; put a condition of the whole act beside 'do', in its column",
    ),
    ("action act(a, b)\n    do: a.x = 1 when war", "syntax", 2, 17, "when war", "write: if war: ..."),
    ("action act(a, b)\n    do: a.x = 1 if war", "syntax", 2, 15, "1 if war", "write: if war: ..."),
    ("action act(a, b)\n    do: a.x++", "syntax", 2, 12, "++", "write: x.p += 1"),
    ("action act(a, b)\n    do: a.x *= 2", "syntax", 2, 13, "*=", "write: x.p = x.p * 2"),
    ("action act(a, b)\n    do: a.x =", "syntax", 2, 14, "", "write a value here"),
    (
        "action act(a, b)\n    do: a.x = 1 and b.x = 2",
        "syntax",
        2,
        25,
        "= 2",
        "one '=' to a line; several effects stand on lines of their own, or with ';' between them",
    ),
    ("action act(a, b)\n    do\n        by a", "syntax", 3, 9, "by", "'by' goes beside 'do', in its column"),
    ("a learns b.x += 3", "syntax", 1, 14, "+=", "'learns x.at' gives the true value, 'learns x.at is ...' another"),
    (
        "a forgets b.x is 3",
        "syntax",
        1,
        15,
        "is",
        "who forgets something takes everything to be possible; for less, write 'believes ... in (...)'",
    ),
    ("rule r: a.x may not be b", "syntax", 1, 13, "may", "write 'not (a.x may be ...)'"),
    ("rule r: a is b does not know c.x", "syntax", 1, 9, "a is b", "put what belongs together in brackets"),
    ("a learns", "syntax", 1, 9, "", "write a property, such as 'x.at' here"),
    ("path field to ridge", "syntax", 1, 15, "ridge", "write: path field - ridge"),
    ("path field -> ridge", "syntax", 1, 13, ">", "write: path A - B, or path(A, B) for one way"),
    ('Story "The Ridge"', "syntax", 1, 1, "Story", "'story' is written small: story \"...\""),
    ("Story: The Ridge", "syntax", 1, 1, "Story", "'story' is written small: story \"...\""),
    ('character "Tifa", she', "syntax", 1, 11, '"Tifa"', "write: character Tifa"),
    ('character "Tifa Lockhart", she', "syntax", 1, 11, '"Tifa Lockhart"', 'write: character Tifa_Lockhart "Tifa Lockhart"'),
    ("Tifa is a character", "syntax", 1, 1, "Tifa is a character", "write: character Tifa, where it is defined"),
    ("Aeris want\n    2 if war", "syntax", 1, 7, "want", "write: Aeris wants"),
    (
        "Aeris wants to be free",
        "syntax",
        1,
        13,
        "to be free",
        'say below it when that is so, and how much it counts: 1 if CONDITION "to be free"',
    ),
    ("Aeris wants 2 if war", "syntax", 1, 13, "2 if war", "write: Aeris wants: 2 if war"),
    ("Aeris wants if war", "syntax", 1, 13, "if war", "write: Aeris wants: 1 if war"),
    ("action dig the ground(who)\n    do: war", "syntax", 1, 8, "dig the ground", "write: action dig_the_ground(who)"),
    ("action dig(who)\n    then\n        war", "syntax", 2, 5, "then", "write 'do'"),
    ('action dig(who)\n    do: war\n    choice: "Dig"', "syntax", 3, 11, ":", 'write: choice "Dig"'),
    ("action dig(who)\n    do: who.believes(war)", "syntax", 2, 13, "believes", "write: who believes ..."),
    (
        "property has: character, purse",
        "syntax",
        1,
        24,
        ",",
        "put whose property it is in brackets: has(character, purse); its own values are written: calm | angry",
    ),
    ("Aeris.at field", "syntax", 1, 10, "field", "write: Aeris.at is field, or Aeris at field for a property of two"),
    ("acton act(a)\n    by a\n    do: war", "syntax", 1, 1, "acton", "did you mean 'action'?"),
    ("acton act\n    by a", "syntax", 1, 1, "acton", "did you mean 'action'?"),
    ("proprety alive(character): yes/no", "syntax", 1, 1, "proprety", "did you mean 'property'?"),
    ('endng over "x" when war', "syntax", 1, 1, "endng", "did you mean 'ending'?"),
    (
        'ending_x\n    says "a"',
        "syntax",
        1,
        1,
        "ending_x",
        "'says' belongs into the block of an action: write 'action' before its name",
    ),
    (
        'says "They go."',
        "syntax",
        1,
        1,
        "says",
        "indent it, so that it belongs to the block of an action or an ending above it",
    ),
    ('choice "Go"', "syntax", 1, 1, "choice", "indent it, so that it belongs to the block of an action above it"),
    ("by Aeris", "syntax", 1, 1, "by", "indent it, so that it belongs to the block of an action above it"),
    ('called "x"', "syntax", 1, 1, "called", "write the kind first: character called"),
    ("Aeris, she, at field", "syntax", 1, 1, "Aeris", "write the kind first: character Aeris"),
    ('Aeris "Aeris"', "syntax", 1, 1, "Aeris", "write the kind first: character Aeris"),
    ("2 if war", "syntax", 1, 1, "2", "write what someone wants below 'NAME wants', indented"),
    ("and war", "syntax", 1, 1, "and", "'and' is a word of the language"),
    ("= 3", "syntax", 1, 1, "=", "a name begins with a letter"),
    (
        "when war and night",
        "syntax",
        1,
        6,
        "war and night",
        "put the condition in the block of an action or a trigger, indented",
    ),
    ("when c seees act: war", "syntax", 1, 8, "seees", "did you mean 'sees'?"),
    ("when c sees act(x.y): war", "syntax", 1, 18, ".", "give it a name here and ask for the rest with 'if'"),
    ("kind count", "reserved-name", 1, 6, "count", "choose another word, or write 'count_'"),
    ("kind", "syntax", 1, 5, "", "add it: a word that you choose"),
    ("kind soldier is body", "syntax", 1, 14, "is", "write: kind soldier: KIND"),
    (
        "character old man, he",
        "syntax",
        1,
        11,
        "old man",
        "write old_man \"old man\", where the text in quotes is how it is told; or a comma after 'old'",
    ),
    (
        "place old-mill",
        "syntax",
        1,
        7,
        "old-mill",
        "write old_mill \"old-mill\", where the text in quotes is how it is told; or a comma after 'old'",
    ),
    ("character Aeris she", "syntax", 1, 17, "she", "write: Aeris, she"),
    ("character Aeris, at is field", "syntax", 1, 21, "is", "write: at field"),
    ('character Aeris, "x"', "syntax", 1, 18, '"x"', "take the comma away"),
    ("character every, she", "reserved-name", 1, 11, "every", "choose another word, or write 'every_'"),
    ("property mood: calm / angry", "syntax", 1, 21, "/", "write: calm | angry | afraid"),
    ("property n: 0-3", "syntax", 1, 14, "-", "write 0..3"),
    ("property n: 0 to 3", "syntax", 1, 15, "to", "write 0..3"),
    ("property n: 0...3", "syntax", 1, 14, "...", "write 0..3"),
    ("property n: 3", "syntax", 1, 14, "", "write 0..3"),
    ("property alive yes/no", "syntax", 1, 16, "yes", "write: property alive: yes/no"),
    ("property alive: yes", "syntax", 1, 17, "yes", "write 'yes/no'"),
    ("property n: 0..3 == 1", "syntax", 1, 18, "==", "write '='"),
    ("property hour: 0..3, felt", "syntax", 1, 22, "felt", "write 'felt by all'"),
    ("rule near(a, b) = a.x", "syntax", 1, 17, "=", "write: rule near(a, b): ..."),
    ("rule r", "syntax", 1, 7, "", "write: rule r: ..."),
    ("rule r:\n    a\n    b", "syntax", 3, 5, "b", "a rule has one expression: join its parts with 'and' or 'or'"),
    ("action act(a:)\n    do: war", "syntax", 1, 13, ":", "write a: character"),
    ("action act(a b)\n    do: war", "syntax", 1, 14, "b", "write: name: kind, name: kind"),
    ("action act", "syntax", 1, 1, "action act", "write what it needs and what it changes below it, indented"),
    ('action act "Do it"\n    do: war', "syntax", 1, 12, '"Do it"', 'write below it: choice "..." or says "..."'),
    ("action act by a", "syntax", 1, 12, "by", "begin a new line, indented"),
    ("action act(a, b)\n    by", "syntax", 2, 7, "", "an act of fate is 'by nobody'"),
    ("action act(a, b)\n    by a b", "syntax", 2, 10, "b", "several names have commas between them"),
    ("action act(a, b)\n    by a\n    by b", "syntax", 3, 5, "by", "put both into one line"),
    ("action act(a, b)\n    seen by", "syntax", 2, 12, "", "leave the line out if everyone sees it"),
    ("action act(a, b)\n    seen a", "syntax", 2, 5, "seen", "write 'seen by'"),
    ("action act(a, b)\n    seen by a if war", "syntax", 2, 15, "if", "write: seen by c: war"),
    ("action act(a, b)\n    seen by c:", "syntax", 2, 15, "", "write who sees it, such as 'c.at is field' here"),
    ('action act(a, b)\n    chioce "x"', "syntax", 2, 5, "chioce", "did you mean 'choice'?"),
    ("action act(a, b)\n    a.x = 1", "syntax", 2, 5, "a", "an effect stands under 'do', one step deeper"),
    ("action act(a, b)\n    if war: a.x = 1", "syntax", 2, 5, "if", "an effect stands under 'do', one step deeper"),
    (
        "trigger t\n    by a\n    do: war",
        "syntax",
        2,
        5,
        "by",
        "a trigger is done by nobody: it happens by itself, and those see it who see what changes",
    ),
    ("ending over", "syntax", 1, 8, "over", "write: ending over when CONDITION"),
    ("ending over if war", "syntax", 1, 13, "if", "write 'when'"),
    ("ending over when war\n    seen by a", "syntax", 2, 5, "seen", "write 'when' or 'says' in its place"),
    ("scene late", "syntax", 1, 7, "late", "write: scene late when CONDITION"),
    ("scene late if war", "syntax", 1, 12, "if", "write 'when'"),
    ("scene late It is late when war", "syntax", 1, 12, "It is late", 'write: scene late "It is late"'),
    ('scene late when war: "x"', "syntax", 1, 22, '"x"', "a scene is not told: it has a title and a condition"),
    (
        'scene late when war\n    says "It was late."',
        "syntax",
        2,
        5,
        "says",
        "a scene is not told: texts stand under actions, triggers and endings",
    ),
    ("scene late when war\n    wen night", "syntax", 2, 5, "wen", "did you mean 'when'?"),
    ("scne late when war", "syntax", 1, 1, "scne", "did you mean 'scene'?"),
    ("fate prefers a, b", "syntax", 1, 15, ",", "write: fate prefers BEST > SECOND"),
    ("fate likes a", "syntax", 1, 6, "likes", "write: fate prefers BEST > SECOND, or: fate wants"),
    ("expect cannot a", "syntax", 1, 8, "cannot", "write: expect not can ENDING"),
    ("expect maybe a", "syntax", 1, 8, "maybe", "write: expect can ENDING, expect must ENDING or expect never CONDITION"),
    ("use places bodies", "syntax", 1, 12, "bodies", "put a comma before it"),
    (
        "use own.fabula",
        "syntax",
        1,
        8,
        ".fabula",
        "write 'use own', without an ending, for a module of the library, and a file of your own in quotes",
    ),
    ('story "x"\n    author "me"', "syntax", 2, 5, "author", "did you mean 'by'?"),
    ('story "x"\n    ahead many', "syntax", 2, 15, "", "add a number in digits, such as 3"),
    ("Aeris wants\n    if war", "syntax", 2, 5, "if", "write: 1 if war"),
    (
        "Aeris wants\n    1 if war else 2",
        "syntax",
        2,
        14,
        "else",
        "write two wishes, the second with 'if not', or put the whole in brackets",
    ),
    ("Aeris wants\n    1 war", "syntax", 2, 7, "war", "one wish a line; a condition begins with 'if'"),
    ("Aeris wants 1 if war", "syntax", 1, 13, "1 if war", "write: Aeris wants: 1 if war"),
    ("Aeris wants", "syntax", 1, 7, "wants", "one wish a line, with its weight: 2 if CONDITION"),
    ("path a -", "syntax", 1, 9, "", "finish the line; it can go on in the next line if that is indented deeper"),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "marked", "hint"), SLIPS)
def test_a_slip_is_explained(text: str, code: str, line: int, column: int, marked: str, hint: str) -> None:
    _, (problem,) = read(text)
    assert problem.span is not None
    assert (problem.code, problem.span.line, problem.span.column, problem.span.text) == (code, line, column, marked)
    assert problem.hint == hint
    assert problem.message
    assert problem.expected
    assert problem.seen


@pytest.mark.parametrize("text", [text for text, *_ in SLIPS])
def test_a_slip_does_not_spoil_what_stands_around_it(text: str) -> None:
    _, (alone,) = read(text)
    before, after = 'story "Before"\nkind house\n', "\nkind garden: house\n"
    tree, (problem,) = read(before + text + after)
    assert problem.code == alone.code
    assert type(tree.statements[0]).__name__ == "StoryHead"
    assert tree.statements[-1].span.text == "kind garden: house"


SPOILT = """\
story "The Mill"
    author "Somebody"
kind guard
action wait(g: guard)
    by g
    when g.at = mill
    do
        g.tired += 1
        g.hungry +=
        g.bored = yes
    chioce "Wait"
    says "{g} [wait].
acton leave(g: guard)
    by g
    do: g.at = nowhere
ending over when g.tired && g.bored
Hob, he, at mill
kind mill
"""


def test_all_problems_of_a_text_are_found_at_once() -> None:
    tree, problems = read(SPOILT)
    assert [(problem.span.line if problem.span else 0, problem.code) for problem in problems] == [
        (2, "syntax"),
        (6, "syntax"),
        (9, "syntax"),
        (11, "syntax"),
        (12, "unclosed-string"),
        (13, "syntax"),
        (16, "syntax"),
        (17, "syntax"),
    ]
    assert [type(statement).__name__ for statement in tree.statements] == [
        "StoryHead",
        "KindDefinition",
        "ActionDefinition",
        "EndingDefinition",
        "KindDefinition",
    ]
    assert "leave" in tree.broken
    assert "Hob" in tree.broken


def test_a_block_under_a_broken_head_is_left_out_whole() -> None:
    tree, problems = read("if war 2\n    x.y +=\n    says\nelif peace\n    =\nelse\n    )\nkind a\n")
    assert [problem.code for problem in problems] == ["syntax", "unclosed-bracket"]
    assert [type(statement).__name__ for statement in tree.statements] == ["KindDefinition"]


def test_a_region_of_tabs_is_one_problem() -> None:
    text = "action act\n\tby nobody\n\n\t# a comment\n\tdo\n\t\twar\nkind a\nif war\n\tpeace\n"
    tree, problems = read(text)
    assert [(problem.code, problem.span.line if problem.span else 0) for problem in problems] == [
        ("bad-indentation", 2),
        ("bad-indentation", 9),
    ]
    assert problems[0].message == "lines 2 to 6 are indented with tabs"
    assert len(tree.statements) == 3


def test_square_brackets_are_read_as_round_ones() -> None:
    _, problems = read("rule r: x in [a, b]")
    (problem,) = problems
    assert (problem.code, problem.span and problem.span.text) == ("stray-character", "[")
    assert [(edit.span.text, edit.text) for edit in problem.fix] == [("[", "("), ("]", ")")]


def test_the_place_of_an_opened_bracket_goes_with_the_problem() -> None:
    _, (problem,) = read("rule r: near(a b)")
    ((span, text),) = problem.notes
    assert (span.text, text) == ("(", "the bracket begins here")


def test_the_first_of_two_lines_goes_with_the_problem() -> None:
    _, (problem,) = read("action act\n    do: war\n    do: peace")
    assert [(span.line, text) for span, text in problem.notes] == [(2, "the first one is here")]


def test_a_line_too_long_to_be_meant() -> None:
    _, (problem,) = read("kind a\nrule r: " + "x" * 20_000 + "\nkind b")
    assert (problem.code, problem.span and problem.span.line) == ("too-large", 2)


def test_problems_end_somewhere() -> None:
    _, problems = read("$\n" * 5000)
    assert len(problems) == 101
    assert problems[-1].message == "these are 100 problems, and the rest of the text was not read"
