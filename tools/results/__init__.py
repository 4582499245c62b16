# SPDX-License-Identifier: Apache-2.0
"""Test results of every kind of program, in one form."""
