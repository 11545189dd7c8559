"""Asks the AWS CLI's own parser about command lines, all in one process, without sending anything.

Reads from stdin a JSON list of lines as a person would paste them into a shell. Writes a JSON list of null, where the CLI
takes the line, or of one sentence that says what is wrong with it: for the shell, for the CLI's parser, for the request
that it makes of it, or for a query that names a field which the answer does not have.
"""

import contextlib
import io
import json
import os
import pathlib
import re
import shlex
import sys
import tempfile

from awscli.clidriver import create_clidriver
from botocore.stub import Stubber

# Quoted, or escaped, or with no meaning of its own in any POSIX shell.
PLAIN = re.compile(r"""(?:'[^']*'|\\.|[A-Za-z0-9_./:=,@%+ -])*""", re.DOTALL)
MAPS = ("Attributes.",)
# What a person puts in for a name in capitals that cannot stand for itself: a number, and an id of a checked length.
FILLED_IN = {"PORT": "443", "RCFG_ID": "rcfg-0a1b2c3d4e5f60718"}
# What a person writes into a file for an option that is a structure.
WRITTEN = {
    "--change-batch": {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": {"Name": "a.example", "Type": "A"}}]},
}


def lacks(query, found):
    """True where a query of an answer that has one of everything came to nothing somewhere."""
    if isinstance(found, list):
        return any(lacks(query, item) for item in found) or (found == [] and "[?" not in query)
    if isinstance(found, dict):
        return any(lacks(query, item) for item in found.values())
    return found is None


def what_is_wrong(text):
    """Usage comes before the error, and a list of everything that there is after it."""
    named = re.search(r"error: (.*?)(?:\n\n|$)", text, re.DOTALL)
    return named.group(1).strip() if named else text.strip().split("\n\n")[-1]


def fault(line):
    if not PLAIN.fullmatch(line):
        return "a shell would read something of it as its own"
    program, *arguments = shlex.split(line, posix=True)
    if program != "aws":
        return f"{program} is not the AWS CLI"
    # The option for the skeleton stays registered for all later commands of a driver: each command has one of its own.
    driver = create_clidriver()
    driver.session.register_component("data_loader", models)
    for option, name in re.findall(r"(--[a-z-]+) file://([A-Za-z0-9_.-]+)", line):
        # A file that the person is told to write.
        pathlib.Path(name).write_text(json.dumps(WRITTEN.get(option, {})))
    arguments = [FILLED_IN.get(word, word) for word in arguments]
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            # The value "output" has the inputs validated as they would be sent.
            code = driver.main([*arguments, "--generate-cli-skeleton", "output", "--output", "json"])
    except SystemExit as stopped:
        code = stopped.code
    if code != 0:
        return what_is_wrong(err.getvalue()) or f"exit {code}"
    query = arguments[arguments.index("--query") + 1] if "--query" in arguments else None
    # Which keys a map has, no model knows.
    if query is not None and not query.startswith(MAPS) and lacks(query, json.loads(out.getvalue() or "null")):
        return f"the answer lacks what the query asks for: {out.getvalue().strip()}"
    return None


def safely(line):
    try:
        return fault(line)
    except Exception as error:  # One line that fails must not hide the answers about the others.
        return f"{type(error).__name__}: {error}"


# An answer made of nothing but its shape is no valid answer everywhere; only the question matters here.
Stubber._validate_operation_response = lambda *_: None

models = create_clidriver().session.get_component("data_loader")
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    json.dump([safely(line) for line in json.load(sys.stdin)], sys.stdout)
    os.chdir("/")
