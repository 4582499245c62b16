# SPDX-License-Identifier: Apache-2.0
"""One module per check. Each has check(repository) and returns a list of Findings."""
