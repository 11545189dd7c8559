"""Runs modules that each define one construct, and prints what they ask of the CDK.

Stands in for aws_cdk, which is large and not everywhere to be had: names, positions and values are written down as they
are, and replay.cjs asks the same of the real CDK, by the names that jsii gives it in Python.
"""

import json
import sys
import types

LOG = []


def encoded(value):
    if isinstance(value, Member):
        value = value.read()
    if isinstance(value, Value):
        return {"$value": value._number}
    if isinstance(value, Name):
        return {"$name": value._path}
    if isinstance(value, list):
        return [encoded(item) for item in value]
    if isinstance(value, dict):
        return {"$map": [[key, encoded(item)] for key, item in value.items()]}
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    # jsii has no tuples either.
    raise TypeError(f"{type(value).__name__} cannot be handed to the CDK")


def log(operation, *values):
    LOG.append([operation, *values])
    return Value(len(LOG) - 1)


class Value:
    """Something of the CDK, by the number of the entry that made it."""

    def __init__(self, number):
        object.__setattr__(self, "_number", number)

    def __getattr__(self, name):
        return Member(self, name)

    def __setattr__(self, name, value):
        log("set", encoded(self), name, encoded(value))


class Member:
    """A method or a property: which of the two is known when it is used."""

    def __init__(self, owner, name):
        object.__setattr__(self, "_owner", owner)
        object.__setattr__(self, "_name", name)

    def read(self):
        return log("get", encoded(self._owner), self._name)

    def __call__(self, *args, **kwargs):
        return log("call", encoded(self._owner), self._name, encoded(list(args)), encoded(kwargs))

    def __getattr__(self, name):
        return Member(self.read(), name)

    def __setattr__(self, name, value):
        log("set", encoded(self.read()), name, encoded(value))


class Name:
    """A class, an enum's member or a function of a module."""

    def __init__(self, path):
        self._path = path

    def __getattr__(self, name):
        return Name([*self._path, name])

    def __call__(self, *args, **kwargs):
        operation = "new" if self._path[-1][0].isupper() else "static"
        return log(operation, self._path, encoded(list(args)), encoded(kwargs))


class Construct(Value):
    def __init__(self, scope, construct_id):
        made = log("new", ["constructs", "Construct"], [encoded(scope), construct_id], encoded({}))
        object.__setattr__(self, "_number", made._number)

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)


class Module(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Name([self.__name__, name]) if name[0].isupper() else submodule(name)


def submodule(name):
    return sys.modules.setdefault(f"aws_cdk.{name}", Module(f"aws_cdk.{name}"))


def main():
    sys.modules["aws_cdk"] = Module("aws_cdk")
    constructs = types.ModuleType("constructs")
    constructs.Construct = Construct
    sys.modules["constructs"] = constructs
    for name, text in json.load(sys.stdin).items():
        module = types.ModuleType(name)
        exec(compile(text, f"{name}.py", "exec"), module.__dict__)
        stack = log("stack", name)
        made = [
            item
            for item in module.__dict__.values()
            if isinstance(item, type) and issubclass(item, Construct) and item is not Construct
        ]
        for index, item in enumerate(made):
            item(stack, "Inserted" + ("" if index == 0 else str(index + 1)))
    json.dump(LOG, sys.stdout)


main()
