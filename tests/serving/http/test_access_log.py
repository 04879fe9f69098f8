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


def test_one_filter_is_enough() -> None:
    keep_lines_whole()
    keep_lines_whole()
    assert sum(isinstance(each, OneLineFilter) for each in logging.getLogger(ACCESS_LOG).filters) == 1
