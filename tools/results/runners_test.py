# SPDX-License-Identifier: Apache-2.0
"""tools/run_fuzzers and tools/test_packages, each in a small repository of its own."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from results import junit

TOOLS = pathlib.Path(__file__).resolve().parents[1]


class RunnerTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-runner-")).resolve()
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copytree(TOOLS, self.root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.run(["git", "init", "-q"], cwd=self.root, check=True)

    def write(self, path, text, mode=0o644):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)

    def run_tool(self, tool, results, **environment):
        """Exit status and (name, status) of each case."""
        run = subprocess.run([self.root / "tools" / tool], env=os.environ | environment, capture_output=True, text=True)
        return run.returncode, [(case.name, case.status) for case in junit.read(self.root / results)]


class Fuzzers(RunnerTest):
    def target(self, body):
        self.write("build/fuzz/bin/jwt_fuzz", "#!/bin/sh\n" + body, 0o755)

    def fuzz(self, seconds="1"):
        return self.run_tool("run_fuzzers", "build/fuzz/test-results/fuzz.xml", FUZZ_SECONDS=seconds)

    def test_crash_fails_and_is_told_again(self):
        self.target("echo AddressSanitizer: heap-buffer-overflow; exit 1\n")
        for _ in range(2):
            self.assertEqual((1, [("jwt_fuzz", "failed")]), self.fuzz())

    def test_clean_target_is_left_out_until_something_changes(self):
        self.target("exit 0\n")
        self.assertEqual((0, [("jwt_fuzz", "passed")]), self.fuzz())
        self.assertEqual((0, [("jwt_fuzz", "skipped")]), self.fuzz())
        self.assertEqual((0, [("jwt_fuzz", "passed")]), self.fuzz("2"))
        self.write("fuzz/corpus/jwt/new", "x")
        self.assertEqual((0, [("jwt_fuzz", "passed")]), self.fuzz("2"))
        self.target("true; exit 0\n")
        self.assertEqual((0, [("jwt_fuzz", "passed")]), self.fuzz("2"))

    def test_each_run_begins_with_the_corpus_and_ends_in_time(self):
        self.write("fuzz/corpus/jwt/one", "x")
        self.target('case "$*" in *-max_total_time=3*fuzz/corpus/jwt) exit 0 ;; *) exit 1 ;; esac\n')
        self.assertEqual((0, [("jwt_fuzz", "passed")]), self.fuzz("3"))


class Packages(RunnerTest):
    def package(self, script):
        self.write("sdk/node/package-lock.json", "{}")
        self.write("sdk/node/package.json", json.dumps({"name": "a", "version": "1.0.0", "scripts": {"test": script}}))
        self.write("sdk/node/node_modules/.package-lock.json", "{}")

    def packages(self):
        return self.run_tool("test_packages", "build/packages/test-results/sdk_node.xml")

    def test_cases_are_counted(self):
        self.package("echo 'ok 1 - a'; echo 'ok 2 - b # SKIP no browser'")
        self.assertEqual((0, [("a", "passed"), ("b", "skipped")]), self.packages())

    def test_failing_command_without_a_failing_case_is_a_failure(self):
        self.package("echo 'ok 1 - a'; exit 3")
        self.assertEqual((1, [("a", "passed"), ("npm test", "failed")]), self.packages())

    def test_package_of_ctest_is_left_to_it(self):
        self.package("exit 1")
        self.write("sdk/node/CMakeLists.txt", "add_test(NAME sdk_node COMMAND npm test)\n")
        run = subprocess.run([self.root / "tools/test_packages"], capture_output=True)
        self.assertEqual(0, run.returncode)


if __name__ == "__main__":
    unittest.main()
