# SPDX-License-Identifier: Apache-2.0
"""tools/report_tests counts single cases, believes no silence, and shows what failed."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

from results import junit, tap
from results.junit import Case

REPORT = pathlib.Path(__file__).resolve().parents[1] / "report_tests"

GTEST = """<testsuites><testsuite name="Jwt">
<testcase name="Passes" status="run" result="completed" classname="Jwt"/>
<testcase name="Fails" status="run" result="completed" classname="Jwt"><failure message="x">jwt_test.cpp:7 expected 1</failure></testcase>
<testcase name="Skips" status="run" result="skipped" classname="Jwt"><skipped message="no server">x</skipped></testcase>
<testcase name="DISABLED_Off" status="notrun" result="suppressed" classname="Jwt"/>
</testsuite></testsuites>"""
TAP = """TAP version 13
# Subtest: group
    # Subtest: one
    ok 1 - one
    # Subtest: two
    not ok 2 - two
      ---
      error: '1 == 2'
      ...
    # Subtest: three
    ok 3 - three # SKIP no browser
    1..3
not ok 1 - group
  ---
  error: '1 subtest failed'
  ...
# Subtest: top
ok 2 - top
# tests 4
"""


def ctest(name, status, inside=""):
    return f'<testsuite><testcase name="{name}" classname="{name}" status="{status}">{inside}</testcase></testsuite>'


class Report(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-report-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def report(self, **files):
        for name, text in files.items():
            (self.folder / name.replace("__", ".")).write_text(text)
        run = subprocess.run([REPORT, f"release={self.folder}"], capture_output=True, text=True)
        return run.returncode, run.stdout, run.stdout.splitlines()[-1]

    def test_single_cases_of_a_program_are_counted_once(self):
        status, output, last = self.report(jwt_tests__xml=GTEST, ctest__xml=ctest("jwt_tests", "fail", "<failure/>"))
        self.assertEqual((1, "1 passed, 1 failed, 2 skipped"), (status, last))
        self.assertIn("jwt_test.cpp:7 expected 1", output)
        self.assertIn("release: Jwt.Skips: no server", output)

    def test_all_passed_exits_zero(self):
        self.assertEqual((0, "1 passed, 0 failed, 0 skipped"), self.report(ctest__xml=ctest("flow", "run"))[::2])

    def test_nothing_run_is_a_failure(self):
        self.assertEqual((1, "0 passed, 0 failed, 0 skipped"), self.report()[::2])

    def test_crash_without_results_is_a_failure_with_its_output(self):
        status, output, last = self.report(
            ctest__xml=ctest("jwt_tests", "fail", '<failure message=""/><system-out>Segmentation fault</system-out>'))
        self.assertEqual((1, "0 passed, 1 failed, 0 skipped"), (status, last))
        self.assertIn("Segmentation fault", output)

    def test_bad_end_after_passing_cases_is_a_failure(self):
        passing = GTEST.replace('<failure message="x">jwt_test.cpp:7 expected 1</failure>', "")
        leak = '<failure message=""/><system-out>LeakSanitizer: detected memory leaks</system-out>'
        status, output, last = self.report(jwt_tests__xml=passing, ctest__xml=ctest("jwt_tests", "fail", leak))
        self.assertEqual((1, "2 passed, 1 failed, 2 skipped"), (status, last))
        self.assertIn("LeakSanitizer", output)

    def test_program_that_was_not_built_is_a_failure(self):
        inside = '<skipped message="Unable to find executable"/>'
        self.assertEqual("0 passed, 1 failed, 0 skipped", self.report(ctest__xml=ctest("flow", "notrun", inside))[2])

    def test_skip_by_exit_code_is_a_skip(self):
        inside = '<skipped message="SKIP_RETURN_CODE=77"/><system-out>no postgres\n</system-out>'
        status, output, last = self.report(ctest__xml=ctest("flow", "notrun", inside), other__xml=ctest("a", "run"))
        self.assertEqual((0, "1 passed, 0 failed, 1 skipped"), (status, last))
        self.assertIn("no postgres", output)

    def test_failed_step_is_a_failure(self):
        status, output, last = self.report(build__failed="main.cpp:3: error: no such thing\n", ctest__xml=ctest("a", "run"))
        self.assertEqual((1, "1 passed, 1 failed, 0 skipped"), (status, last))
        self.assertIn("no such thing", output)

    def test_results_cut_short_are_a_failure(self):
        self.assertEqual("0 passed, 1 failed, 0 skipped", self.report(jwt_tests__xml=GTEST[:200])[2])

    def test_tap_of_a_program_counts_by_its_cases(self):
        text = TAP.replace("<", "&lt;")
        inside = f'<failure message=""/><system-out>{text}</system-out>'
        self.assertEqual("2 passed, 1 failed, 1 skipped", self.report(ctest__xml=ctest("pages", "fail", inside))[2])

    def test_passing_tap_counts_by_its_cases(self):
        text = "TAP version 13\nok 1 - a\nok 2 - b\n1..2\n"
        inside = f"<system-out>{text}</system-out>"
        self.assertEqual("2 passed, 0 failed, 0 skipped", self.report(ctest__xml=ctest("pages", "run", inside))[2])


class Tap(unittest.TestCase):
    def test_suites_are_not_cases_and_name_them(self):
        cases = tap.cases_of(TAP)
        self.assertEqual(["group > one", "group > two", "group > three", "top"], [case.name for case in cases])
        self.assertEqual(["passed", "failed", "skipped", "passed"], [case.status for case in cases])
        self.assertIn("1 == 2", cases[1].detail)

    def test_summary_of_vitest(self):
        cases = tap.cases_of("\x1b[2m      Tests \x1b[22m 1 failed | 3 passed | 1 skipped (5)\n")
        self.assertEqual([1, 3, 1], [sum(case.status == each for case in cases) for each in ("failed", "passed", "skipped")])


class Junit(unittest.TestCase):
    def test_written_cases_are_read_again(self):
        with tempfile.TemporaryDirectory(prefix="gatehouse-report-") as folder:
            path = pathlib.Path(folder) / "deep" / "a.xml"
            written = [Case("a", "passed"), Case("b", "failed", "why & \x1b[31m"), Case("c", "skipped", "no server")]
            junit.write(path, "suite", written)
            self.assertEqual([("a", "passed", ""), ("b", "failed", "why & ?[31m"), ("c", "skipped", "no server")],
                             [(case.name, case.status, case.detail) for case in junit.read(path)])


if __name__ == "__main__":
    unittest.main()
