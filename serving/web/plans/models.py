"""Support plans: what is done for a child, by whom, since when, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serving.web.roster.models import Child, opaque_id

USER = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """Where a plan stands; the two that wait, and what was not approved, are met only where a supervisor approves."""

    AWAITS_APPROVAL = "awaits_approval", _("waits for approval")
    TO_CORRECT = "to_correct", _("to be corrected")
    OPEN = "open", _("open")
    AWAITS_CLOSURE = "awaits_closure", _("waits for approval to close")
    CLOSED = "closed", _("closed")


class ClosingReason(models.TextChoices):
    """Why a plan was closed."""

    GOALS_REACHED = "goals_reached", _("the goals were reached")
    NO_LONGER_NEEDED = "no_longer_needed", _("the support is no longer needed")
    REFUSED = "refused", _("the child or the parents do not want it")
    MOVED = "moved", _("the child moved to another school")
    REFERRED = "referred", _("another organisation took over")
    LEFT = "left", _("the child left school")
    NOT_APPROVED = "not_approved", _("it was not approved")
    MOVED_UNAPPROVED = "moved_unapproved", _("the child moved to another school before it was approved")
    OTHER = "other", _("another reason")


UNAPPROVED = (ClosingReason.NOT_APPROVED, ClosingReason.MOVED_UNAPPROVED)
NOT_YET_APPROVED = (State.AWAITS_APPROVAL, State.TO_CORRECT)
# Plans by which nobody was helped: those that nobody approved yet, and those closed without it or before their start.
NOT_BEGUN = (
    models.Q(state__in=NOT_YET_APPROVED)
    | models.Q(closing_reason__in=UNAPPROVED)
    | models.Q(closed_on__lt=models.F("starts_on"))
)


# Help that ended before the day on which it was to begin.
NEVER_BEGAN = models.Q(ends_on__lt=models.F("starts_on"))


class Plan(models.Model):
    """A child's support plan. ``version`` grows with each change, so that of two people at once the second is told."""

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="plans")
    school_id = models.CharField(max_length=100, db_index=True)
    class_label = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="owned_plans")
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN, db_index=True)
    need = models.TextField()
    goals = models.TextField(blank=True)
    starts_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="made_plans")
    made_at = models.DateTimeField(auto_now_add=True)
    closing_reason = models.CharField(max_length=20, choices=ClosingReason.choices, blank=True)
    closing_words = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.child} {self.starts_on}"

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.state == State.CLOSED

    @property
    def has_begun(self) -> bool:
        """Whether somebody could have been helped by it; see ``NOT_BEGUN``."""
        never_came = self.closed_on is not None and self.closed_on < self.starts_on
        return self.state not in NOT_YET_APPROVED and self.closing_reason not in UNAPPROVED and not never_came

    @property
    def is_here(self) -> bool:
        """Whether the child is in the school that has the plan; where it moved, the plan waits for the other school."""
        return self.school_id == self.child.school_id


class Measure(models.Model):
    """One kind of help in a plan: how much a week, who gives it, in which project and paid by whom."""

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    code = models.CharField(max_length=10)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    provider = models.CharField(max_length=150, blank=True)
    project = models.CharField(max_length=150, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "pk")

    def __str__(self) -> str:
        return self.code

    @property
    def never_began(self) -> bool:
        """Whether it ended before the day on which it was to begin; see ``NEVER_BEGAN``."""
        return self.ends_on is not None and self.ends_on < self.starts_on


class Step(models.Model):
    """Something to be done by a day, and by whom."""

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=300)
    due_on = models.DateField(db_index=True)
    responsible = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="steps")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="done_steps")

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.text


class Contact(models.Model):
    """A contact with the child's parents, and what came of it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField()
    how = models.CharField(
        max_length=10,
        choices=[
            ("telephone", _("telephone")), ("meeting", _("meeting at school")), ("visit", _("visit at home")),
            ("letter", _("letter or message")),
        ],
    )  # fmt: skip
    result = models.CharField(max_length=300)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="contacts")

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on} {self.how}"


class Transfer(models.Model):
    """A child handed over to another person, or referred to another organisation, once the other side accepts.

    A hand-over makes the other person the plan's owner; a referral lets the other person see the child ``until`` a day.
    A move is nobody's asking: the child is in another school, where somebody takes the plan over or closes it.
    """

    class Kind(models.TextChoices):
        """Whether the plan changes hands, help is asked for, or the child came from another school."""

        HAND_OVER = "hand_over", _("hand-over")
        REFERRAL = "referral", _("referral")
        MOVE = "move", _("move to another school")

    class State(models.TextChoices):
        """What the other side answered."""

        ASKED = "asked", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="transfers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    to = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="transfers")
    organisation = models.CharField(max_length=150, blank=True)
    why = models.TextField()
    consent = models.CharField(max_length=300, blank=True)
    until = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="asked_transfers")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.plan}"


class Approval(models.Model):
    """A supervisor's yes or no to a plan or to its closure, asked for by somebody else."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals")
    of = models.CharField(max_length=10, choices=[("plan", _("the plan")), ("closure", _("the closure"))])
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="asked_approvals")
    asked_at = models.DateTimeField(auto_now_add=True)
    granted = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="approvals")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.of} {self.plan}"


class Change(models.Model):
    """One field of a plan, or of a part of it, that was changed: from what, to what, by whom, when.

    ``by`` nobody is what a newer version of the program put right.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    record = models.CharField(max_length=20)
    record_pk = models.PositiveBigIntegerField()
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.record} {self.field}"
