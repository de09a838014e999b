"""The house keeps its own rules: what must be there is there, and nothing grows beyond what can be read at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import fabula
from fabula.problems import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "problems"
LONGEST = 600

MUST_BE_THERE = [
    ".ci/run",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "bench/README.md",
    "bench/__main__.py",
    "docs/architecture.md",
    "docs/index.md",
    "docs/problem-files.md",
    "docs/semantics.md",
    "pyproject.toml",
    "requirements-ray.lock",
    "requirements-rust.lock",
    "requirements-wheel.lock",
    "requirements.lock",
    "zensical.toml",
    "python/fabula/py.typed",
    "python/fabula/library",
    "python/fabula/stories/the_ridge.fabula",
    "rust/Cargo.lock",
    "rust/Cargo.toml",
    "rust/border/Cargo.toml",
    "rust/engine/Cargo.toml",
    "stories/the_ridge.fabula",
    "tests/packaging",
    "tests/problems",
    "tests/spec",
    "tests/stories",
    "tools",
]

#: the stages, each a module or, where that would be too long, a package
STAGES = [
    "source",
    "problems",
    "syntax",
    "model",
    "checker",
    "formats",
    "task",
    "grounding",
    "engine.interface",
    "engine.reference",
    "engine.core",
    "planning",
    "lives",
    "telling",
    "telling.content",
    "telling.storyteller",
    "telling.wording",
    "telling.languages",
    "telling.narrate",
    "proving",
    "spreading",
    "pages",
    "translation",
    "rewording",
    "asking",
    "findings",
    "charts",
    "play",
    "diagnostics",
    "story",
    "cli",
]


def source_files() -> list[Path]:
    """Everything that people write in a programming language."""
    roots = [ROOT / name for name in ("python", "rust", "tests", "bench", "tools")]
    return [
        path
        for root in roots
        for pattern in ("*.py", "*.pyi", "*.rs")
        for path in sorted(root.rglob(pattern))
        if ROOT / "rust" / "target" not in path.parents
    ]


def texts_of_tests() -> dict[Path, str]:
    """The tests in which a problem can be named: Python with its codes in quotes, Markdown with its codes as words."""
    tests = ROOT / "tests"
    return {
        path: path.read_text(encoding="utf-8")
        for pattern in ("*.py", "*.md")
        for path in sorted(tests.rglob(pattern))
        if path != Path(__file__)
    }


def names(path: Path, text: str, code: str) -> bool:
    """Whether a test names a code: in quotes in Python; in Markdown in backticks or as the first word after `problem`."""
    quoted = rf"[\"']{re.escape(code)}[\"']"
    spoken = rf"`{re.escape(code)}`|\bproblem:? +{re.escape(code)}(?![\w-])"
    return re.search(quoted if path.suffix == ".py" else spoken, text) is not None


@pytest.mark.parametrize("name", MUST_BE_THERE)
def test_the_layout_is_as_described(name: str) -> None:
    """What docs/architecture.md and the verbs speak of exists."""
    assert (ROOT / name).exists()


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_a_module_of_its_own(stage: str) -> None:
    """The folder list reads as the table of contents."""
    path = ROOT / "python" / "fabula" / stage.replace(".", "/")
    assert path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_every_package_is_a_stage() -> None:
    """No folder of the package stands beside the table of contents."""
    packages = {path.parent.name for path in (ROOT / "python" / "fabula").glob("*/__init__.py")}
    assert packages <= {stage.split(".")[0] for stage in STAGES}


@pytest.mark.parametrize("stage", sorted({stage.split(".")[0] for stage in STAGES}))
def test_the_architecture_speaks_of_every_stage(stage: str) -> None:
    """docs/architecture.md describes the house as it is."""
    assert re.search(rf"`[^`\n]*\b{stage}(\.py|/)", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_problem_has_its_page(code: str) -> None:
    """`docs/problems/<code>.md` begins with the code as its title and says more than that."""
    page = PAGES / f"{code}.md"
    assert page.is_file(), f"docs/problems/{code}.md is missing"
    title, *body = page.read_text(encoding="utf-8").splitlines()
    assert title.startswith("# ")
    assert code in title
    assert any(line.strip() for line in body)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_problem_has_its_test(code: str) -> None:
    """A test names the code, so that the right problem is asked for and not just any."""
    assert any(names(path, text, code) for path, text in texts_of_tests().items()), f"no test names {code!r}"


def test_every_page_has_its_problem() -> None:
    """No page describes a problem that fabula can't report."""
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README", "index"}
    assert pages <= set(CATALOGUE)


def test_every_declared_problem_is_reported_somewhere() -> None:
    """A code that no module uses would be a promise that nobody keeps."""
    catalogue = ROOT / "python" / "fabula" / "problems.py"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "python").rglob("*.py")) if path != catalogue)
    assert [code for code in sorted(CATALOGUE) if f'"{code}"' not in text] == []


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_can_be_read(path: Path) -> None:
    """A module that grows beyond this is split by construct."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_only_the_fast_engine_knows_the_native_module() -> None:
    """The native module is for `engine`, where `core.py`, `exploring.py` and `placing.py` are the border to Rust."""
    native = re.compile(r"^\s*(from|import)\b.*\b_native\b", re.MULTILINE)
    knowing = [path for path in sorted((ROOT / "python").rglob("*.py")) if native.search(path.read_text(encoding="utf-8"))]
    border = [f"fabula/engine/{name}.py" for name in ("core", "exploring", "placing", "proving")]
    assert [path.relative_to(ROOT / "python").as_posix() for path in knowing] == border


def test_the_rust_engine_knows_no_python() -> None:
    """The engine must be able to run where there is no Python, in a browser for one."""
    assert "pyo3" not in (ROOT / "rust" / "engine" / "Cargo.toml").read_text(encoding="utf-8")


def test_the_rust_engine_has_no_clock_and_threads_only_where_the_atlas_is_drawn() -> None:
    """Time comes with the poll, so that the engine runs where there is no clock."""
    engine = ROOT / "rust" / "engine" / "src"
    for path in sorted(engine.rglob("*.rs")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(Instant|SystemTime)\b", text), path
        if path != engine / "atlas" / "pool.rs":
            assert not re.search(r"\bthread(::|_local)|\bmpsc\b", text), path


def test_the_stories_at_the_root_are_the_packaged_ones() -> None:
    """`stories` is a link, so that what is edited is what is shipped."""
    assert (ROOT / "stories").resolve() == ROOT / "python" / "fabula" / "stories"


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-ray.lock", "requirements-rust.lock", "requirements-wheel.lock"]
)
def test_the_lock_says_what_and_not_where_from(name: str) -> None:
    """Versions and hashes, no addresses: any index that a machine is set up for will do."""
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^[a-zA-Z0-9_.-]+==\S+(?: ; .*)? \\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-zA-Z0-9]", lock, re.MULTILINE))


def test_what_is_declared_is_imported_and_locked() -> None:
    """No dependency stands in pyproject.toml that nothing uses."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~!\[ ]", one)[0] for one in project["dependencies"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "python").rglob("*.py")]
    imported = {found for text in texts for found in re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)}
    assert declared == {"click", "markupsafe", "rich"}
    assert declared <= imported
    assert all(re.search(rf"^{name}==", lock, re.MULTILINE) for name in declared)
    assert "\nlark==" not in lock


@pytest.mark.parametrize("verb", ["setup", "play", "test", "test-long", "lint", "format", "bench", "docs", "wheel", "clean"])
def test_every_verb_is_there_and_explained(verb: str) -> None:
    """`make help` lists each of them."""
    assert re.search(rf"^{verb}:.*## \w", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_there_is_one_version() -> None:
    """Package, crates and changelog speak of the same one."""
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    assert found[1] == fabula.__version__
    assert f'\nversion = "{found[1]}"\n' in (ROOT / "rust" / "Cargo.toml").read_text(encoding="utf-8")
    assert f"\n## {found[1]}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
