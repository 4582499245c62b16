# SPDX-License-Identifier: Apache-2.0
"""Test results as JUnit XML, the form that GoogleTest, CTest and this folder's tools share."""

import dataclasses
import pathlib
import re
import xml.etree.ElementTree as xml

STATUSES = ("passed", "failed", "skipped")


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    status: str                  # one of STATUSES
    detail: str = ""             # the failure's output, or the reason of a skip
    seconds: float = 0.0


def write(path, suite, cases):
    root = xml.Element("testsuites")
    node = xml.SubElement(root, "testsuite", name=suite, tests=str(len(cases)))
    for case in cases:
        element = xml.SubElement(node, "testcase", name=case.name, time=f"{case.seconds:.3f}")
        if case.status != "passed":
            tag = {"failed": "failure", "skipped": "skipped"}[case.status]
            xml.SubElement(element, tag, message=printable(case.detail))
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    xml.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def read(path):
    """The cases of a GoogleTest, CTest or own results file."""
    cases = []
    for element in xml.parse(path).getroot().iter("testcase"):
        name = element.get("name")
        group = element.get("classname") or ""
        full = f"{group}.{name}" if group and group != name else name
        cases.append(Case(full, *status_of(element), float(element.get("time") or 0)))
    return cases


def status_of(element):
    """Status and what belongs to it: a failure's output, a skip's reason, or what a passing program of CTest printed."""
    output = "\n".join(each.text or "" for each in element.findall("system-out")).strip()
    failures = element.findall("failure") + element.findall("error")
    if failures:
        told = [failure.text or failure.get("message") or "" for failure in failures]
        return "failed", "\n".join([*told, output]).strip()
    skipped = element.find("skipped")
    if skipped is not None:
        if skipped.get("message") == "Unable to find executable":     # CTest calls this skipped
            return "failed", "its program was not built"
        message = (skipped.get("message") or skipped.text or "no reason given").strip()
        return "skipped", output if message.startswith("SKIP_") and output else message
    if element.get("status") in ("notrun", "disabled"):
        return "skipped", "disabled"
    return "passed", output


def printable(text):
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]", "?", text)
