#!/usr/bin/python3
# test_coverage.py: what coverage.py says of lines that were not run, and of rows that no test is named after
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_coverage.py SOURCE

import contextlib
import importlib.util
import io
import os
import subprocess
import sys
import tempfile
import types
import unittest

SOURCE = sys.argv.pop(1)
spec = importlib.util.spec_from_file_location("coverage", os.path.join(SOURCE, "scripts/coverage.py"))
coverage = importlib.util.module_from_spec(spec)
spec.loader.exec_module(coverage)

PROGRAM = """\
int
main(int argc, char **argv)
{
    if (argc > 1)
        return 3;

    return 0;
}
"""
JUNIT = """\
<testsuites><testsuite name="unit"><testcase name="1 /repl/verb/cells/start"/><testcase name="2 /repl/verb/cells/stop"><failure/></testcase>
<testcase name="3 /repl/verb/cells/skip"><skipped/></testcase></testsuite></testsuites>
"""


def method(name, *parameters):
    return types.SimpleNamespace(name=name, owner="Msvm_ReplicationService",
                                 fields=[types.SimpleNamespace(name=parameter) for parameter in parameters])


class Coverage(unittest.TestCase):
    def setUp(self):
        self.build = self.enterContext(tempfile.TemporaryDirectory())

    def write(self, path, text):
        path = os.path.join(self.build, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_lines(self):
        objects = os.path.join(self.build, "src/hyperv_repl/libhvr-replication.a.p")
        os.makedirs(objects)
        self.write("src/hyperv_repl/replication/x.c", PROGRAM)
        subprocess.run(["gcc", "-O0", "--coverage", "-c", "src/hyperv_repl/replication/x.c", "-o", f"{objects}/replication_x.c.o"],
                       cwd=self.build, check=True)
        subprocess.run(["gcc", "--coverage", f"{objects}/replication_x.c.o", "-o", "x"], cwd=self.build, check=True)
        subprocess.run(["./x"], cwd=self.build, check=True)
        files = coverage.read_gcov(self.build)
        # Lines 2, 4, 5 and 7; "return 3" was not run, and one branch of two was taken.
        self.assertEqual({name: coverage.sums(lines) for name, lines in files.items()}, {"x.c": (3, 4, 1, 2)})
        with contextlib.redirect_stdout(io.StringIO()) as out:
            coverage.print_files(files)
        self.assertEqual(out.getvalue().splitlines()[-2].split(), ["x.c", "75.0", "%", "3/4", "50.0", "%", "1/2", "5"])
        self.assertEqual(out.getvalue().splitlines()[-1].split(), ["replication/", "75.0", "%", "3/4", "50.0", "%", "1/2"])

    def test_points(self):
        self.write("meson-logs/testlog.junit.xml", JUNIT)
        self.assertEqual(coverage.read_points(self.build), {"/repl/verb/cells/start"})

    def test_bodies(self):
        self.write("tests/test_repl_x", "\0<p:Go_INPUT xmlns:p=\"u\"><p:A>1</p:A></p:Go_INPUT>\0<p:C>\0<p:Go_OUTPUT></p:Go_OUTPUT>\0")
        self.write("tests/test_other", "\0<p:Come_INPUT></p:Come_INPUT>\0")
        self.assertEqual(coverage.read_bodies(self.build), {
            "Go": ["<p:Go_INPUT xmlns:p=\"u\"><p:A>1</p:A></p:Go_INPUT>", "<p:Go_OUTPUT></p:Go_OUTPUT>"]})

    def test_verbs(self):
        dump = {"verbs": [{"name": name, "method": method, "requested-state": state}
                          for name, method, state in (("go", "Go", 0), ("stop", "Change", 7), ("resume", "Change", 3), ("come", "Come", 0))]}
        points = {"/repl/verb/cells/go", "/repl/verb/cells/stop", "/repl/verb/cells/resume"}
        bodies = {"Go": ["<p:Go_INPUT/>"], "Change": ["<p:Change_INPUT><p:RequestedState>7</p:RequestedState></p:Change_INPUT>"],
                  "Come": ["<p:Come_OUTPUT/>"]}
        self.assertEqual(coverage.missing_verbs(dump, points, bodies), (4, [
            "verb come: no point /repl/verb/cells/come", "verb resume: no body of Change", "verb come: no body of Come"]))

    def test_settings(self):
        dump = {"settings": {"service": {"rows": [{"name": "port"}, {"name": "enabled"}]}}}
        self.assertEqual(coverage.missing_settings(dump, {"/repl/settings/row/service/port", "/repl/settings/row/enabled"}),
                         (2, ["setting enabled: no point /repl/settings/row/service/enabled"]))

    def test_parameters(self):
        methods = [method("Go", "A", "B", "Job"), method("Come", "A")]
        classes = {"Msvm_ReplicationService": types.SimpleNamespace(methods=methods),
                   "Msvm_ComputerSystem": types.SimpleNamespace(methods=[])}
        bodies = {"Go": ["<p:Go_INPUT><p:A>1</p:A></p:Go_INPUT>", "<p:Go_OUTPUT><p:B/></p:Go_OUTPUT>"], "Come": ["<p:Come_INPUT><p:AB/>"]}
        self.assertEqual(coverage.missing_parameters(classes, bodies), (3, ["parameter Come.A: in no body"]))


if __name__ == "__main__":
    unittest.main()
