"""The log of requests has a line for each, whatever a client writes into its request."""

import logging

import pytest

from serving.http.access_log import ACCESS_LOG, OneLineFilter, keep_lines_whole


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/rank", "/rank"),
        ("/x\n2026-01-01 [INFO] all is well", r"/x\n2026-01-01 [INFO] all is well"),
        ("/x\r", r"/x\r"),
        ("/\x1b[2J", r"/\x1b[2J"),
        ("/\u2028", r"/\u2028"),
        ("/\x85", r"/\x85"),
        ("/școală", "/școală"),
        ("/100%d", "/100%d"),
    ],
)
def test_a_request_is_one_line(path: str, shown: str, caplog: pytest.LogCaptureFixture) -> None:
    keep_lines_whole()
    with caplog.at_level(logging.INFO, ACCESS_LOG):
        logging.getLogger(ACCESS_LOG).info("%s (%s) %.3fms", "127.0.0.1:5", f"path={path}", 1.5)
    assert caplog.messages == [f"127.0.0.1:5 (path={shown}) 1.500ms"]


@pytest.mark.parametrize("log", [ACCESS_LOG, "django.request", "django.security.csrf"])
def test_the_secret_of_a_way_in_is_in_no_log(log: str, caplog: pytest.LogCaptureFixture) -> None:
    keep_lines_whole()
    address = "/people/way-in/s3cret-_X/"
    with caplog.at_level(logging.INFO, log):
        logging.getLogger(log).info("%s (%s)", "127.0.0.1:5", f"scheme=http,method=GET,path={address},type=,length=")
        logging.getLogger(log).info("path=/people/way-in/s3cret-_X,type=,length=")
        logging.getLogger(log).info("Not Found: %s", "/people/7/way-in/")
    assert caplog.messages == [
        "127.0.0.1:5 (scheme=http,method=GET,path=/people/way-in/***/,type=,length=)",
        "path=/people/way-in/***,type=,length=",
        "Not Found: /people/7/way-in/",
    ]


def test_one_filter_is_enough() -> None:
    keep_lines_whole()
    keep_lines_whole()
    assert sum(isinstance(each, OneLineFilter) for each in logging.getLogger(ACCESS_LOG).filters) == 1
