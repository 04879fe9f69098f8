"""What people of a school do in the story: the form teacher, the director, the secretary."""

import datetime as dt
import io
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import openpyxl

from tests.support.browser.story_pages import PEOPLE
from tests.support.browser.walker import Walker

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DECIDE = "form[action^='/review/'][action$='/decide/']"


def form_teacher(teacher: Walker) -> str:
    """Decide about a child of the class, then see its number; make a plan with a step. Return the child's address."""
    reason = teacher.say("Lipsește lunea; are grijă de frații mai mici.", "Misses Mondays; looks after two brothers.")
    step = teacher.say("Vizită acasă, împreună cu mediatorul", "A visit at home, with the mediator")
    teacher.look("to-do")
    teacher.section("/list/", "list")
    teacher.fill("form.controls:has([name=k])", k="15")
    teacher.send("form.controls:has([name=k]) button")
    teacher.look("list-shorter", with_tab=True)
    teacher.click("main a[href^='/child/']")
    teacher.look("child-undecided", with_tab=True)
    child = str(PurePosixPath(urlsplit(teacher.page.url).path)) + "/"
    teacher.click("a[href*='tab=model']", "child-model-waits")
    assert not teacher.page.locator("svg").count(), "the number is shown before the decision"
    teacher.fill(DECIDE, reason=reason)
    teacher.send(f"{DECIDE} button[value=agreed]", "child-model")
    assert teacher.page.locator("svg").count()
    teacher.click(f".tabs a[href^='{child}']")
    assert reason in teacher.page.content()
    for page, name in (("print/", "child-print"), ("parents/", "child-parents")):
        teacher.click(f"a[href*='{child}{page}']", name)
        teacher.click(".back a")
    teacher.fill("form[action*='/notes/']", text=teacher.say("Vorbit cu bunica.", "Spoke with the grandmother."))
    teacher.send("form[action*='/notes/'] button")
    teacher.click("a[href^='/plans/new/']", "plan-new")
    plan = teacher.fill(
        "main form:has([name=need])",
        need=teacher.say("Să vină la școală și lunea.", "To come to school on Mondays too."),
        goals=teacher.say("Vreau să termin clasa cu colegii mei.", "I want to finish the year with my class."),
    )
    plan.locator("[name=measure-code]").select_option(index=1)
    teacher.send("main form:has([name=need]) button.main")
    to_do = teacher.fill("form[action$='/step/']", text=step, due_on=_in_days(7))
    to_do.locator("[name=responsible]").select_option(label=teacher.name)
    teacher.send("form[action$='/step/'] button", "plan")
    assert step in teacher.text()
    teacher.click("header nav a[href='/']")
    assert step in teacher.text(), "the step is not among what is to be done"
    teacher.section("/plans/")
    teacher.section("/overview/schools/", "class")
    teacher.sign_out()
    teacher.close()
    return child


def director(director: Walker, child: str) -> str:
    """Read the plan, refer the child to a worker of a programme, add a child; give leave to the county to see names."""
    director.look("director-to-do")
    director.section("/list/", "director-list")
    assert openpyxl.load_workbook(io.BytesIO(director.download("a[href*='/list/file/xlsx/']"))).sheetnames
    director.click("a[href^='/review/add/']", "nominate")
    added = director.fill("form:has([name=child])", reason=director.say("Lucrează cu părinții.", "Works with parents."))
    director.page.locator("[name=child]").select_option(index=3)
    assert added.count() == 1
    director.send("form:has([name=child]) button.main")
    director.section("/plans/", "plans")
    director.click("main a[href^='/plans/']:not([href*='look-back']):not([href*='asked'])", "director-plan")
    plan = urlsplit(director.page.url).path
    form = director.fill(
        "form[action$='/referral/']", organisation="NOROC", until=_in_days(90),
        why=director.say("Meditații și o masă caldă după ore.", "Lessons and a warm meal after school."),
        consent=director.say("Mama, la telefon.", "The mother, by telephone."),
    )  # fmt: skip
    worker = PEOPLE[director.language]["ngo_worker"]
    form.locator("[name=to]").select_option(form.locator("option", has_text=worker).get_attribute("value"))
    director.send("form[action$='/referral/'] button")
    director.click("a[href$='/look-back/']", "look-back")
    director.click(f"main a[href='{plan}']")
    director.click("a[href$='/print/']", "plan-print")
    director.click(f"main a[href='{plan}']")
    director.click("main a[href^='/review/']", "decisions")
    director.section("/overview/schools/", "school")
    director.fill("form[action='/overview/names/']", until=_in_days(30), why=director.say("Caravana.", "A visit."))
    director.send("form[action='/overview/names/'] button")
    director.section("/overview/model/", "model")
    director.section("/review/agreement/", "agreement")
    director.click("header .who a", "account")
    assert child
    director.sign_out()
    director.close()
    return plan


def secretary(secretary: Walker, child: str) -> None:
    """Bring a sheet in, take it back, download a report; see neither a list nor a child."""
    secretary.look("records")
    _upload(secretary, _sheet(mistake=True))
    secretary.look("import-problems")
    assert "45" in secretary.text()
    secretary.send("form[action$='/drop/'] button")
    _upload(secretary, _sheet())
    secretary.look("import-preview")
    assert "Nucă Ana" in secretary.page.content()
    secretary.send("button.main[form='bring-in']", "import-done")
    secretary.fill("form[action$='/undo/']", reason=secretary.say("Alt fișier.", "Another file was meant."))
    secretary.send("form[action$='/undo/'] button", "import-undone")
    secretary.click("header nav a[href='/records/']", "records-after")
    report = secretary.download("form[action$='/report/'] button")
    assert openpyxl.load_workbook(io.BytesIO(report)).sheetnames
    assert secretary.is_refused("/list/")
    assert secretary.is_refused(child)
    secretary.sign_out()
    secretary.close()


def _upload(secretary: Walker, sheet: bytes) -> None:
    form = secretary.page.locator("form[action$='/records/upload/']")
    form.locator("input[type=file]").set_input_files({"name": "registru.xlsx", "mimeType": WORKBOOK, "buffer": sheet})
    secretary.send("form[action$='/records/upload/'] button.main")


def _sheet(*, mistake: bool = False) -> bytes:
    """Return a workbook as a school keeps it, with two new pupils and an absence."""
    day = _today() - dt.timedelta(days=1)
    book = openpyxl.Workbook()
    pupils, missed = book.active, book.create_sheet("Absențe")
    assert pupils is not None
    pupils.title = "Elevi"
    pupils.append(["Nume și prenume", "Nr. matricol", "Clasa", "Data nașterii"])
    pupils.append(["Nucă Ana", "9101", "V A", dt.date(2015, 5, 1)])
    pupils.append(["Prună Bob", "9102", "V A", dt.date(2015, 6, 1)])
    missed.append(["Nume și prenume", "Nr. matricol", "Clasa", "Data", "Ore", "Motivată"])
    missed.append(["Nucă Ana", "9101", "V A", day, 450 if mistake else 4, "nu"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _in_days(days: int) -> str:
    return (_today() + dt.timedelta(days=days)).isoformat()
