#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of this folder: tokens, good and bad, with what a verifier must say of them. See README.md.

usage: make_vectors.py [--check]   (--check writes nothing and fails when a file is not what it would write)
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import cases_claims  # noqa: E402
import cases_form  # noqa: E402
import cases_keys  # noqa: E402
import cases_kinds  # noqa: E402
import cases_rfc  # noqa: E402


def main(arguments):
    stale = 0
    for module in (cases_rfc, cases_form, cases_keys, cases_claims, cases_kinds):
        vectors = module.vectors()
        names = [case["name"] for case in vectors["cases"]]
        assert len(names) == len(set(names)), "two cases of one name in " + module.FILE
        text = json.dumps(vectors, indent=1, ensure_ascii=True) + "\n"
        path = HERE / module.FILE
        if arguments == ["--check"]:
            if not path.exists() or path.read_text() != text:
                print(f"{path.name} is stale: run contract/vectors/make_vectors.py")
                stale = 1
        else:
            path.write_text(text)
            print(f"{path.name}: {len(names)} cases")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
