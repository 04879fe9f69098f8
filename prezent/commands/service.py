"""Commands that start the service, and pack a version for another server."""

from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, echo, option
from prezent.option_types import Place, RecordsPlace
from prezent.options import MODEL, pass_settings, steps
from prezent.settings import Settings


@command(
    ro="""Oferă listele și explicațiile prin HTTP.

    Un alias cum este „champion” (modelul în uz) este urmărit: când trece la altă versiune, serviciul răspunde cu aceea,
    fără repornire și niciodată cu două versiuni în aceeași listă. Un număr de versiune rămâne: --model 7 răspunde mereu
    cu versiunea 7.
    """
)
@option(
    "--records",
    type=RecordsPlace(),
    en="The record folder or database to answer from; without it, requests bring records.",
    ro="Dosarul sau baza de date din care se răspunde; fără ea, cererile își aduc datele.",
)
@MODEL
@option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    en="The address to listen on; this computer only.",
    ro="Adresa la care ascultă; numai acest calculator.",
)
@option("--port", default=3000, show_default=True, en="The port to listen on.", ro="Portul la care ascultă.")
@pass_settings
def serve(settings: Settings, records: Place | None, *, model: str, host: str, port: int) -> None:
    """Serve ranked lists and explanations over HTTP.

    An alias such as champion is followed: when it moves, the service answers from the other version, without a restart
    and never from two versions in one list. A version number stays: --model 7 answers from version 7 for good.
    """
    from serving.deployment.server import serve as serve_until_ctrl_c

    serve_until_ctrl_c(
        settings.var, tracking_uri=settings.tracking_uri, model=model, records=records, host=host, port=port,
        language=settings.language, body_limit_mb=settings.body_limit_mb, tell=steps(),
    )  # fmt: skip


@command(ro="Împachetează o versiune a modelului cu programul, ca bento, pentru alt server.")
@MODEL
@pass_settings
def bento(settings: Settings, model: str) -> None:
    """Pack a model version with the program as a bento, to be served elsewhere."""
    from serving.deployment.bento import build_bento

    tag = build_bento(settings.var, tracking_uri=settings.tracking_uri, model=model)
    next_command = f"BENTOML_HOME={settings.var / 'bentoml'} bentoml serve {tag}"
    echo(Bilingual(f"Built {tag}. Next: {next_command}", f"Am construit {tag}. Urmează: {next_command}"))
