"""Runs commands of the Azure CLI in one process: a JSON list of words on each line of standard input, and on each line of
standard output a JSON object with the command's exit code, its output and what it complained of."""

import contextlib
import io
import json
import logging
import sys

from azure.cli.core import get_default_cli


def run(words):
    out, problems = io.StringIO(), io.StringIO()
    for handler in list(logging.getLogger("cli").handlers):
        logging.getLogger("cli").removeHandler(handler)  # it writes to the standard error of an earlier command
    with contextlib.redirect_stderr(problems):
        try:
            code = get_default_cli().invoke(words, out_file=out)
        except SystemExit as end:
            code = end.code
    return {"code": code or 0, "out": out.getvalue(), "problems": problems.getvalue()}


for line in sys.stdin:
    answer = run(json.loads(line))
    sys.__stdout__.write(json.dumps(answer) + "\n")
    sys.__stdout__.flush()
