# SPDX-License-Identifier: Apache-2.0
"""Each check finds the fault that is planted for it, and is silent about the same thing done right."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from checks import calls, dependencies, format, layers, links, notices, pages, tidy, traces
from checks.repository import Repository, blank_comments_and_literals

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTICE = "// SPDX-License-Identifier: Apache-2.0\n"


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-check-")).resolve()
        self.addCleanup(shutil.rmtree, self.root)
        subprocess.run(["git", "init", "-q"], cwd=self.root, check=True)
        for path in (".clang-format", ".clang-tidy", layers.TABLE):
            self.write(path, (ROOT / path).read_text())

    def write(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def found(self, check):
        return check.check(Repository(self.root))

    def wrong(self, check):
        return " ".join(finding.wrong for finding in self.found(check))


class Format(CheckTest):
    def test_unformatted_line_is_found(self):
        self.write("core/base/a.h", NOTICE + "int  a ;\n")
        self.assertEqual([("core/base/a.h", 2)], [(each.path, each.line) for each in self.found(format)])

    def test_formatted_file_passes(self):
        self.write("core/base/a.h", NOTICE + "int a;\n")
        self.assertEqual([], self.found(format))


class Layers(CheckTest):
    def include(self, path, *names):
        self.write(path, "".join(f"#include {name}\n" for name in names))

    def test_lower_folder_must_not_include_a_higher_one(self):
        self.include("core/base/a.h", '"core/token/jwt.h"')
        self.assertIn("core/base may not include core/token/jwt.h", self.wrong(layers))

    def test_allowed_arrow_and_own_folder_pass(self):
        self.include("core/token/a.h", '"core/base/b.h"', '"core/token/c.h"', "<vector>")
        self.assertEqual([], self.found(layers))

    def test_feature_must_not_include_another_feature(self):
        self.include("server/features/users/a.cpp", '"server/features/apps/b.h"')
        self.assertIn("server/features/users may not include", self.wrong(layers))

    def test_feature_may_include_its_own_and_the_store(self):
        self.include("server/features/users/a.cpp", '"server/features/users/b.h"', '"server/storage/c.h"')
        self.assertEqual([], self.found(layers))

    def test_nothing_in_the_core_may_reach_the_platform(self):
        self.include("core/net/a.cpp", '"server/model/user.h"')
        self.assertIn("core/net may not include", self.wrong(layers))

    def test_platform_must_not_include_the_library(self):
        self.include("server/app/main.cpp", "<gatehouse/app.h>")
        self.assertIn("server/app may not include gatehouse/app.h", self.wrong(layers))

    def test_unknown_folder_is_found(self):
        self.include("server/helpers/a.h")
        self.assertIn("in no row", self.wrong(layers))

    def test_include_relative_to_the_file_is_found(self):
        self.include("core/base/a.h", '"b.h"')
        self.assertIn("not written from the repository root", self.wrong(layers))

    def test_headers_that_include_each_other_are_found(self):
        self.include("core/base/a.h", '"core/base/b.h"')
        self.include("core/base/b.h", '"core/base/a.h"')
        self.assertIn("includes itself", self.wrong(layers))

    def test_ring_of_arrows_in_the_table_is_found(self):
        self.write(layers.TABLE, "core/a: core/b\ncore/b: core/a\n")
        self.assertIn("form a ring", self.wrong(layers))


class Calls(CheckTest):
    FAULTS = {
        "auto t = std::chrono::system_clock::now();": "clock",
        "auto t = std::chrono::steady_clock::now();": "clock",
        'auto v = std::getenv("X");': "environment",
        "std::random_device source;": "randomness",
        "int r = rand() % 6;": "randomness",
        "auto* t = localtime(&now);": "hidden shared state",
        "strcpy(a, b);": "unbounded",
        'sprintf(a, "%d", 1);': "unbounded",
        'system("ls");': "shell",
        'auto* p = popen("ls", "r");': "shell",
        'std::cout << "x";': "std::cout",
        "#include <openssl/evp.h>": "OpenSSL",
        "#include <sodium.h>": "OpenSSL",
        "#include <sqlite3.h>": "database",
        "#include <libpq-fe.h>": "database",
        "#include <boost/asio/spawn.hpp>": "Asio",
        "#include <curl/curl.h>": "Asio",
        "#include <png.h>": "picture decoder",
        "#include <webp/decode.h>": "picture decoder",
    }

    def test_each_planted_fault_is_found_with_its_line(self):
        for fault, name in self.FAULTS.items():
            with self.subTest(fault):
                self.write("server/features/users/a.cpp", NOTICE + fault + "\n")
                found = self.found(calls)
                self.assertEqual([2], [each.line for each in found])
                self.assertIn(name, found[0].wrong)

    def test_their_own_folders_may(self):
        self.write("core/base/clock.cpp", "auto t = std::chrono::system_clock::now();\n")
        self.write("core/crypto/a.cpp", "#include <openssl/evp.h>\n")
        self.write("core/sql/a.cpp", "#include <sqlite3.h>\n")
        self.write("core/net/a.cpp", "#include <boost/beast.hpp>\n#include <openssl/ssl.h>\n")
        self.assertEqual([], self.found(calls))

    def test_heavy_header_that_other_folders_see_is_found(self):
        self.write("core/net/private.h", "#include <boost/beast.hpp>\n")
        self.write("core/net/server.h", '#include "core/net/private.h"\n')
        self.write("server/app/main.cpp", '#include "core/net/server.h"\n')
        self.assertIn("<boost/beast.hpp> is in server/app/main.cpp", self.wrong(calls))

    def test_heavy_header_within_its_folder_passes(self):
        self.write("core/net/private.h", "#include <boost/beast.hpp>\n")
        self.write("core/net/server.cpp", '#include "core/net/private.h"\n')
        self.assertEqual([], self.found(calls))

    def test_comments_texts_members_and_longer_names_are_no_calls(self):
        self.write("core/token/a.cpp", '// rand() and std::cout\nauto s = "system(";\nx.system(1); my::rand(2); '
                                       "localtime_r(a, b); operand(3); error::system_category();\n")
        self.assertEqual([], self.found(calls))

    def test_blanking_keeps_lines_and_digit_separators(self):
        self.assertEqual("a     \nint b = 1'000;      \n", blank_comments_and_literals("a // x\nint b = 1'000; /*y*/\n"))


class Notices(CheckTest):
    def test_missing_licence_line_is_found(self):
        self.write("core/base/a.h", "#pragma once\n")
        self.write("console/a.ts", "export {};\n")
        self.assertEqual(["console/a.ts", "core/base/a.h"], [each.path for each in self.found(notices)])

    def test_first_line_or_the_one_after_the_interpreter_passes(self):
        self.write("core/base/a.h", NOTICE)
        self.write("sdk/node/a.mjs", "#!/usr/bin/env node\n" + NOTICE)
        self.assertEqual([], self.found(notices))


class Traces(CheckTest):
    def test_machine_paths_are_found(self):
        for path in ("/ro" + "ot/x", "/ho" + "me/ann/x", "/Us" + "ers/ann/x", "/wo" + "rk/main/x"):
            with self.subTest(path):
                self.write("docs/a.md", f"see {path}\n")
                self.assertIn("path of one machine", self.wrong(traces))

    def test_registries_are_found(self):
        self.write("console/.npmrc", "regi" + "stry=https://packages.example/\n")
        self.assertIn("package registry", self.wrong(traces))

    def test_resolved_addresses_in_a_lock_file_are_found(self):
        self.write("console/package-lock.json", json.dumps({"x": {"resolved": "https://packages.example/x.tgz"}}))
        self.assertIn("resolved", self.wrong(traces))

    def test_ordinary_paths_and_lock_files_pass(self):
        self.write("docs/a.md", "/var/lib/gatehouse, build/release/bin, https://auth.example.com/home/x\n")
        self.write("console/package-lock.json", json.dumps({"x": {"version": "1.0.0", "integrity": "sha512-x"}}))
        self.assertEqual([], self.found(traces))


class Links(CheckTest):
    def test_link_to_nothing_is_found_with_its_line(self):
        self.write("docs/a.md", "one\n[two](adr/none.md)\n")
        self.assertEqual([("docs/a.md", 2)], [(each.path, each.line) for each in self.found(links)])

    def test_files_folders_addresses_and_code_pass(self):
        self.write("docs/b.md", "")
        self.write("docs/a.md", "[b](b.md#top) [d](../docs) [e](https://example.com) [f](#top)\n```\n[g](none.md)\n```\n")
        self.assertEqual([], self.found(links))


class Dependencies(CheckTest):
    SETUP = "build=(\n  g++ cmake   # the compiler\n)\nwanted+=(nodejs)\n"

    def test_package_without_a_reason_is_found(self):
        self.write("scripts/setup", self.SETUP)
        self.write("docs/dependencies.md", "| `g++` | compiles |\n| `nodejs` | runs |\n")
        self.assertEqual("cmake has no reason in docs/dependencies.md", self.wrong(dependencies))

    def test_reason_without_a_package_is_found(self):
        self.write("scripts/setup", self.SETUP)
        self.write("docs/dependencies.md", "| `g++`, `cmake` | x |\n| `nodejs` | x |\n| `bazel` | x |\n")
        self.assertIn("bazel is explained", self.wrong(dependencies))

    def test_npm_packages_count(self):
        self.write("scripts/setup", "build=()\n")
        self.write("console/package.json", json.dumps({"devDependencies": {"vite": "6"}}))
        self.write("docs/dependencies.md", "\n")
        self.assertIn("vite has no reason", self.wrong(dependencies))


class Pages(CheckTest):
    def test_failing_script_is_found_with_its_output(self):
        self.write("console/package.json", json.dumps({"scripts": {"check": "echo bad indent in a.ts; exit 1"}}))
        (self.root / "console/node_modules").mkdir()
        self.assertIn("bad indent in a.ts", self.wrong(pages))

    def test_passing_script_passes(self):
        self.write("console/package.json", json.dumps({"scripts": {"check": "exit 0"}}))
        (self.root / "console/node_modules").mkdir()
        self.assertEqual([], self.found(pages))


class Tidy(CheckTest):
    def plant(self, text):
        self.write("core/base/a.cpp", NOTICE + text)
        self.write("build/dev/compile_commands.json", json.dumps([{
            "directory": str(self.root), "file": str(self.root / "core/base/a.cpp"),
            "command": f"/usr/bin/c++ -I{self.root} -std=c++20 -Wall -o a.o -c {self.root}/core/base/a.cpp"}]))
        self.write(".gitignore", "build/\n")

    def test_fault_is_found_again_until_it_is_mended(self):
        self.plant("int* p = 0;\n")
        for _ in range(2):
            self.assertEqual([("core/base/a.cpp", 2)], [(each.path, each.line) for each in self.found(tidy)])
        self.plant("int* p = nullptr;\n")
        self.assertEqual([], self.found(tidy))

    def test_changed_header_of_ours_is_checked_again(self):
        self.write("core/base/a.h", NOTICE + "inline int* p = nullptr;\n")
        self.plant('#include "core/base/a.h"\n')
        self.assertEqual([], self.found(tidy))
        self.write("core/base/a.h", NOTICE + "inline int* p = 0;\n")
        self.assertEqual(["core/base/a.h"], [each.path for each in self.found(tidy)])

    def test_code_that_only_gcc_understands_passes_and_hides_no_fault(self):
        gcc_only = "struct P { int a; int b; };\nint f(P p) {\n  auto [a, b] = p;\n  return [&] { return a + b; }();\n}\n"
        self.plant(gcc_only)
        self.assertEqual([], self.found(tidy))
        self.plant(gcc_only + "int* q = 0;\n")
        self.assertEqual([7], [each.line for each in self.found(tidy)])

    def test_missing_build_is_told(self):
        self.assertIn("needs a configured build", self.wrong(tidy))


if __name__ == "__main__":
    unittest.main()
