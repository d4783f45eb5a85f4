"""The kinds of changes: each a function that plants it wherever it applies in a report."""
from dataclasses import dataclass

from planting.report import Plant

FAULTS, HARMLESS = [], []


@dataclass
class Kind:
    section: int  # of the kinds of faults of judgement
    name: str
    rules: tuple  # beginnings of the ids of rules that may tell it
    severity: str  # the least one: hard, explain or info
    plant: object

    def plants(self, report):
        for one in self.plant(report):
            yield one if isinstance(one, Plant) else Plant(one)


def fault(section, name, rules, severity="explain"):
    def register(function):
        FAULTS.append(Kind(section, name, tuple(rules.split()), severity, function))
        return function
    return register


def harmless(name):
    def register(function):
        HARMLESS.append(Kind(0, name, (), "", function))
        return function
    return register
