"""Pages as a real browser prints and shows them: A4, every column on the paper, nothing wider than a phone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from models.ranking.list_warnings import Caution
from serving.paper.export import write_list, write_pupil
from tests.support.explained import explained_pupil
from tests.support.outside_programs import outside_program
from tests.support.ranked_lists import list_of, pupil_of

NAMES = ("chromium", "chromium-browser", "google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("browser")]
LANDSCAPE, PORTRAIT = (842, 595), (595, 842)
MEASURE = """<iframe src="{page}" width="{width}" height="600"></iframe><script>
onload = () => {{
  const page = document.querySelector("iframe").contentDocument;
  const out = [...page.querySelectorAll("*")].filter(each => each.getBoundingClientRect().right > {width} + 1);
  document.title = "out:" + out.length + " of:" + page.querySelectorAll("*").length;
}}
</script>"""


def browser_program() -> Path | None:
    return next((Path(place) for place in map(shutil.which, NAMES) if place), None)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return outside_program(browser_program, "chromium", tmp_path_factory)


def chromium(folder: Path, *arguments: str) -> str:
    asked = (
        str(browser_program()),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    )
    return subprocess.run([*asked, *arguments], check=True, capture_output=True, text=True, timeout=120).stdout


def sheets_of(page: Path) -> list[tuple[int, int]]:
    """Return the size of each sheet that a page prints on, in points."""
    out = page.with_suffix(".pdf")
    chromium(page.parent, "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri())
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", out.read_bytes())
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def wider_than(page: Path, width: int) -> tuple[int, int]:
    """Return how many elements of a page reach out of a window of that width, and how many there are."""
    frame = page.with_name("frame.html")
    frame.write_text(MEASURE.format(page=page.name, width=width), encoding="utf-8")
    shown = chromium(
        page.parent, "--allow-file-access-from-files", "--virtual-time-budget=2000", "--dump-dom", frame.as_uri()
    )
    found = re.search(r"<title>out:(\d+) of:(\d+)", shown)
    assert found, shown
    return int(found[1]), int(found[2])


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of 30 children, some with long words."""
    long = ("un motiv lung " * 12, "Donaudampfschifffahrtsgesellschaftskapitän" * 3, "scurt", "purtare: 10")
    pupils = (*(pupil_of(rank) for rank in range(1, 30)), pupil_of(30, pupil_id="e" * 40, texts=long))
    out = tmp_path_factory.mktemp("printed") / "list.html"
    caution = Caution("season", "Modelul a fost antrenat pentru altă perioadă a anului.", "Another time.")
    write_list(list_of(pupils, cautions=(caution,)), "html", out, language="ro")
    return out


def test_a_list_prints_on_a4_on_its_side(page: Path) -> None:
    sheets = sheets_of(page)
    assert set(sheets) == {LANDSCAPE}
    assert 4 <= len(sheets) <= 8


def test_a_child_prints_on_one_upright_sheet(tmp_path: Path) -> None:
    write_pupil(explained_pupil(pupil_of(1)), "html", tmp_path / "child.html", language="ro")
    assert sheets_of(tmp_path / "child.html") == [PORTRAIT]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_reaches_out_of_a_window(page: Path, width: int) -> None:
    out, of = wider_than(page, width)
    assert out == 0
    assert of > 400
