"""People who sign in, and invitations to do so."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes people's accounts; a password is set by its owner, through an invitation."""

    def create_user(self, email: str, *, name: str = "", password: str | None = None) -> "User":
        """Make an account; without a password nobody can sign in to it yet."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person, known by an e-mail address; nothing is ever sent there by us."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(  # empty is the browser's, until the person chooses one
        max_length=2, choices=[("ro", "română"), ("en", "English")], default="ro", blank=True
    )
    made_at = models.DateTimeField(auto_now_add=True)
    session_round = models.PositiveIntegerField(default=0)  # sessions of an earlier round have ended

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """Return what a session has to bear; it changes with the password and with each round."""
        return f"{super().get_session_auth_hash()}.{self.session_round}"

    def end_sessions(self) -> None:
        """End every session of this person, wherever it is, also those that began since the person was looked up."""
        type(self).objects.filter(pk=self.pk).update(session_round=models.F("session_round") + 1)
        self.refresh_from_db(fields=["session_round"])


class Invitation(models.Model):
    """A way in, once, until a day: to set a password for a new account, or a new one for an old; its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    used_at = models.DateTimeField(null=True, blank=True)
    resets_second_factor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user} until {self.until}"
