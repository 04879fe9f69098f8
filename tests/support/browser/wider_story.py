"""What people beyond the school do in the story: a programme's worker, coordinator, administrator, auditor."""

from tests.support.browser.walker import Walker


def ngo_worker(worker: Walker, child: str, plan: str) -> None:
    """Accept what is asked, and only then see the child; do the step of the plan."""
    assert worker.is_refused(child)
    worker.look("worker-to-do")
    worker.section("/plans/", "worker-plans")
    worker.click("a[href^='/plans/asked/']", "asked")
    worker.send("form[action$='/answer/'] button[value=yes]", "worker-plan")
    assert worker.page.url.endswith(plan)
    worker.click("header nav a[href='/']", "worker-to-do-after")
    worker.click(f"main a[href^='{child}']", "worker-child")
    assert not worker.page.locator("a[href^='/list/']").count()
    worker.section("/overview/programmes/", "programme")
    worker.sign_out()
    worker.close()


def coordinator(coordinator: Walker, child: str) -> None:
    """See counts of schools; names only of the one that gave leave."""
    coordinator.section("/overview/schools/", "county")
    assert "Exemplu" not in coordinator.text()
    coordinator.click("main a[href^='/list/']", "coordinator-list")
    assert coordinator.school.school_id in coordinator.page.url
    assert "Exemplu" in coordinator.text()
    coordinator.click(f"main a[href^='{child}']", "coordinator-child")
    coordinator.section("/overview/model/")
    assert coordinator.is_refused("/log/")
    coordinator.sign_out()
    coordinator.close()


def administrator(administrator: Walker, child: str) -> None:
    """Manage people, and see no child."""
    administrator.look("people")
    administrator.click(f"table a:has-text('counsellor@{administrator.language}.example')", "person")
    administrator.send("form[action$='/way-in/'] button", "person-way-in")
    assert administrator.is_refused(child)
    administrator.sign_out()
    administrator.close()


def auditor(auditor: Walker, child: str) -> None:
    """Find in the log what the others did, and verify that nothing was changed."""
    auditor.look("log")
    for action in ("child_viewed", "decision_made", "referral_accepted", "list_viewed", "import_undone"):
        auditor.page.locator("[name=action]").select_option(value=action)
        auditor.send("form.controls button")
        assert auditor.page.locator("tbody tr").count(), action
    auditor.look("log-of-one-kind")
    auditor.click("a[href='/log/verify/']", "log-verified")
    assert not auditor.page.locator("main .error").count()
    assert auditor.is_refused(child)
    auditor.sign_out()
    auditor.close()
