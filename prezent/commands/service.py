"""Commands that start the service, and pack a version for another server."""

from pathlib import Path

from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, echo, option
from prezent.commands.pages.pages_start import has_people, pages_start
from prezent.option_types import Place, RecordsPlace
from prezent.options import FILE, MODEL, pass_settings, steps
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
    en="The address to listen on; one beyond this computer needs people and TLS.",
    ro="Adresa la care ascultă; una dincolo de acest calculator cere conturi și TLS.",
)
@option(
    "--pages", is_flag=True, en="Also the pages that people work with; they are there by themselves once people are.",
    ro="Și paginile cu care lucrează oamenii; apar singure de îndată ce există conturi.",
)  # fmt: skip
@option(
    "--tls-cert", type=FILE, en="The certificate with which the service is reached from elsewhere, in PEM.",
    ro="Certificatul cu care se ajunge la serviciu de pe alte calculatoare, în format PEM.",
)  # fmt: skip
@option("--tls-key", type=FILE, en="The key of the certificate.", ro="Cheia certificatului.")
@option(
    "--behind-proxy", metavar="ADDRESS", en="Instead of a certificate: the address of the proxy that speaks TLS.",
    ro="În loc de certificat: adresa serverului proxy care vorbește TLS.",
)  # fmt: skip
@option("--port", default=3000, show_default=True, en="The port to listen on.", ro="Portul la care ascultă.")
@pass_settings
def serve(
    settings: Settings, records: Place | None, *, model: str, host: str, port: int, pages: bool, tls_cert: Path | None,
    tls_key: Path | None, behind_proxy: str | None,
) -> None:  # fmt: skip
    """Serve ranked lists and explanations over HTTP.

    An alias such as champion is followed: when it moves, the service answers from the other version, without a restart
    and never from two versions in one list. A version number stays: --model 7 answers from version 7 for good.
    """
    from serving.deployment.reached import reached_by
    from serving.deployment.server import serve as serve_until_ctrl_c

    reached = reached_by(tls_cert, tls_key, proxy=behind_proxy)
    serve_until_ctrl_c(
        settings.var, tracking_uri=settings.tracking_uri, model=model, records=records, host=host, port=port,
        language=settings.language, body_limit_mb=settings.body_limit_mb, tell=steps(),
        hosts=settings.pages.hosts, reached=reached,
        pages=pages_start(settings, records=records, secure=reached.is_secure, hosts=(host,))
        if pages or has_people(settings) else None,
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
