"""How pages look: on a screen in the light and in the dark, in print, and in a reading system."""

from __future__ import annotations

from fabula.markup import Markup

#: what makes up the text itself, wherever it is read
_TEXT = Markup("""\
p { margin: 0; text-indent: 1.4em; orphans: 2; widows: 2; }
p.first, p.again, p.by, p.length, p.ending { text-indent: 0; }
h1, h2 { font-weight: normal; line-height: 1.2; break-after: avoid; page-break-after: avoid; }
hr { border: 0; margin: 1.4em 0; text-align: center; }
hr::before { content: "*"; }
p.ending { margin-top: 2.2em; text-align: center; font-style: italic; }
ul.reasons { font-size: 0.82em; margin: 0.5em 0 1.1em; padding-left: 1.7em; }
""")

WEB = (
    Markup("""\
:root { color-scheme: light dark; --ink: #1f1c19; --quiet: #5f5850; --paper: #fbf8f3; --line: #d9d1c4; --mark: #8a3b2a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ddd6cb; --quiet: #a2998c; --paper: #191715; --line: #3a352f; --mark: #d9917c; }
}
* { box-sizing: border-box; }
html { font-size: clamp(1.0625rem, 0.95rem + 0.5vw, 1.3125rem); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 33em; padding: clamp(3rem, 12vh, 8rem) 1.4em clamp(4rem, 16vh, 10rem);
  background: var(--paper); color: var(--ink); line-height: 1.58;
  font-family: Charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", Cambria, "Source Serif 4", Georgia,
    "Liberation Serif", serif;
  font-kerning: normal; font-variant-ligatures: common-ligatures; text-rendering: optimizeLegibility; overflow-wrap: break-word;
}
""")
    + _TEXT
    + Markup("""\
p { hanging-punctuation: first allow-end last; hyphens: auto; text-wrap: pretty; }
h1 { font-size: 2.3em; letter-spacing: -0.012em; line-height: 1.08; margin: 0 0 0.28em; text-wrap: balance; }
h2 { font-size: 1.4em; margin: 0; text-wrap: balance; }
p.by { font-style: italic; }
p.length { color: var(--quiet); font-size: 0.82em; margin-top: 0.5em; font-variant-numeric: oldstyle-nums; }
body > header { margin-bottom: 3.4em; }
dl {
  margin: 2.2em 0 0; padding-top: 1.5em; border-top: 1px solid var(--line); font-size: 0.82em; line-height: 1.5;
  color: var(--quiet);
}
dt { font-variant-caps: small-caps; letter-spacing: 0.06em; font-size: 1.08em; text-transform: lowercase; }
dd { margin: 0 0 0.35em; }
dd + dt { margin-top: 0.85em; }
nav { margin: 0 0 4em; padding: 1.5em 0; border: solid var(--line); border-width: 1px 0; }
nav h2, footer h2 {
  font-size: 0.886em; font-variant-caps: small-caps; letter-spacing: 0.06em; text-transform: lowercase; color: var(--quiet);
}
nav ol { list-style: none; margin: 0.5em 0 0; padding: 0; }
nav li {
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1.5em; padding: 0.22em 0;
}
nav li span { color: var(--quiet); font-size: 0.82em; font-variant-numeric: oldstyle-nums; }
a { color: inherit; text-decoration-color: var(--line); text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
a:hover { text-decoration-color: var(--mark); }
a:focus-visible { outline: 2px solid var(--mark); outline-offset: 3px; border-radius: 1px; }
a.skip { position: absolute; left: 0; top: 0; padding: 0.6em 1em; background: var(--paper); }
a.skip:not(:focus) { width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main:focus { outline: none; }
p.first::first-line { font-variant-caps: small-caps; letter-spacing: 0.02em; }
hr { color: var(--quiet); }
p.ending, ul.reasons { color: var(--quiet); }
article + article { margin-top: 6em; }
article > header { margin-bottom: 1.6em; }
article > header p.length { margin-top: 0.25em; }
section.missing { margin-top: 6em; }
ul.plain { list-style: none; margin: 0.8em 0 0; padding: 0; color: var(--quiet); }
ul.plain li + li { margin-top: 0.5em; }
footer { margin-top: 4em; padding-top: 1.5em; border-top: 1px solid var(--line); }
footer p { text-indent: 0; margin-top: 0.5em; }
@page { margin: 22mm 24mm 24mm; @bottom-center { content: counter(page); font: 9pt Georgia, serif; color: #555; } }
@page :first { @bottom-center { content: none; } }
@media print {
  :root { color-scheme: light; --ink: #000; --quiet: #444; --paper: #fff; --line: #bbb; --mark: #000; }
  html { font-size: 11pt; }
  body { max-width: none; padding: 0; line-height: 1.45; }
  p { text-align: justify; text-wrap: wrap; }
  p.by, p.length, p.ending, footer p { text-align: inherit; }
  p.ending { text-align: center; }
  a { text-decoration: none; }
  a.skip { display: none; }
  article + article, nav + main > article { margin-top: 0; break-before: page; }
  dl, nav, footer, li { break-inside: avoid; }
}
@media (prefers-contrast: more) {
  :root { --quiet: var(--ink); --line: var(--ink); }
}
""")
)

#: colours, typeface and size are the reader's
BOOK = (
    Markup("""\
body { margin: 0; padding: 0; line-height: 1.5; }
""")
    + _TEXT
    + Markup("""\
p { hyphens: auto; -epub-hyphens: auto; }
h1 { font-size: 1.9em; margin: 0 0 0.3em; text-align: center; }
h2 { font-size: 1.4em; margin: 3em 0 1.6em; text-align: center; }
p.by { font-style: italic; }
p.length { font-size: 0.85em; margin-top: 1.5em; }
section.cover { margin-top: 28%; text-align: center; }
dl { margin: 0; }
dt { font-style: italic; break-after: avoid; page-break-after: avoid; }
dd { margin: 0 0 0.4em; }
dd + dt { margin-top: 1.2em; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { margin: 0.5em 0; }
nav a { text-decoration: none; color: inherit; }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.plain li { margin: 0 0 0.8em; }
section.after p { text-indent: 0; margin-bottom: 0.8em; }
""")
)
