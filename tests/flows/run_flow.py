#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one file of flows: run_flow.py FILE FOLDER-OF-PROGRAMS RESULTS.xml"""

import importlib.util
import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "tools")]
sys.dont_write_bytecode = True

from results import junit  # noqa: E402
from results.junit import Case  # noqa: E402


class Recorder(unittest.TextTestResult):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.passed = []

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed.append(Case(test.id(), "passed"))

    def cases(self):
        return (self.passed + [Case(test.id(), "failed", why) for test, why in self.failures + self.errors]
                + [Case(test.id(), "skipped", why) for test, why in self.skipped])


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


if __name__ == "__main__":
    file, programs, results = (pathlib.Path(each).resolve() for each in sys.argv[1:4])
    os.environ["GATEHOUSE_PROGRAMS"] = str(programs)
    outcome = unittest.TextTestRunner(resultclass=Recorder).run(load(file))
    junit.write(results, file.stem, outcome.cases())
    sys.exit(0 if outcome.wasSuccessful() else 1)
