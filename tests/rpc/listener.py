# listener.py: virsh event --all --loop in the background
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import signal
import subprocess

from world import wait_for


class Listener:
    """virsh event --all --loop in the background."""

    def __init__(self, world, host, *arguments):
        self.path = world.path(f"events-{host}-{os.urandom(4).hex()}")
        with open(self.path, "wb") as log:
            self.process = subprocess.Popen(
                ["stdbuf", "-oL", "virsh", "-c", world.uri(host), "event", "--all", "--loop", *arguments], stdout=log,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.world, self.host = world, host

    def text(self):
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def wait_for(self, part):
        wait_for(lambda: part in self.text(), f"event {part!r}")

    def __enter__(self):
        # Registration is over once an event of somebody else's making arrives; a machine that nobody needs makes it.
        def poke():
            self.world.control(f"add-vms {self.host} 1")
            return "Defined Added" in self.text()
        wait_for(poke, "the first event")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
