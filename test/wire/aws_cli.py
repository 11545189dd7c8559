"""Runs many commands of the AWS CLI in one process, because starting it once for each takes a second.

Reads from stdin a JSON list of {"operation": "ec2:DescribeVpcs", "params": {...}, "pageSize": 5?}. Writes a JSON list of
{"output": ..., "unknown": [...]} or {"error": "..."}: what the command prints, all pages together, and the paths of the
expected output (given as "expected") that this version of the CLI's own service models do not know.
"""

import contextlib
import io
import json
import sys

import botocore.session
from awscli.clidriver import create_clidriver
from botocore import xform_name

CLI_NAMES = {"elasticloadbalancing": "elbv2", "servicequotas": "service-quotas"}
TOKENS = {"NextToken": "NextToken", "nextToken": "nextToken", "NextMarker": "Marker", "Marker": "Marker"}

models = botocore.session.get_session()


def run(driver, arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = driver.main(arguments)
    if code != 0:
        raise RuntimeError(f"aws {' '.join(arguments)}: exit {code}: {err.getvalue()}")
    return json.loads(out.getvalue() or "{}")


def command(driver, call):
    service, operation = call["operation"].split(":")
    cli_name = CLI_NAMES.get(service, service)
    arguments = [cli_name, xform_name(operation, "-")]
    merged, params = {}, dict(call["params"])
    while True:
        extra = ["--cli-input-json", json.dumps(params)] if params else []
        if call.get("pageSize"):
            extra += ["--page-size", str(call["pageSize"])]
        page = run(driver, arguments + extra)
        # The CLI follows the tokens of the operations that it knows as paginated; the others are followed here.
        token = {TOKENS[name]: page.pop(name) for name in TOKENS if name in page}
        for key, value in page.items():
            merged[key] = merged[key] + value if isinstance(value, list) and key in merged else value
        if not token:
            return merged
        params.update(token)


def unknown_fields(shape, value, path):
    """The paths in a value that a botocore shape has no member for."""
    if shape.type_name == "structure" and isinstance(value, dict):
        found = []
        for key, item in value.items():
            member = shape.members.get(key)
            where = f"{path}.{key}" if path else key
            found += [where] if member is None else unknown_fields(member, item, where)
        return found
    if shape.type_name == "list" and isinstance(value, list):
        return [name for item in value for name in unknown_fields(shape.member, item, f"{path}[]")]
    return []


def main():
    answers = []
    driver = create_clidriver()
    for call in json.load(sys.stdin):
        service, operation = call["operation"].split(":")
        try:
            model = models.get_service_model(CLI_NAMES.get(service, service))
            shape = model.operation_model(operation).output_shape
            unknown = sorted(set(unknown_fields(shape, call.get("expected", {}), "")))
            answers.append({"output": command(driver, call), "unknown": unknown})
        except Exception as error:  # One command that fails must not hide the answers of the others.
            answers.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(answers, sys.stdout)


main()
