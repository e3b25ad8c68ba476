# desktop.py: a screen that nobody sees, and hands on the programs that run there
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Xvfb and a session bus of its own; programs are seen and operated as assistive
# technology does (AT-SPI).  The environment is set before gi is imported.

import os
import re
import signal
import subprocess
import tempfile
import time

DEADLINE = 15.0


def wait_for(condition, what, deadline=DEADLINE):
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {deadline} s")


def end_all(processes):
    """The last first."""
    for process in reversed(processes):
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Desktop:
    def __init__(self, artefacts):
        self.artefacts = artefacts
        self.processes, self.home = [], tempfile.TemporaryDirectory(prefix="hvr-")
        self.atspi = self.gdk = None
        self.shots = []

    def start(self, arguments, **options):
        process = subprocess.Popen(arguments, **options)
        self.processes.append(process)
        return process

    def start_screen(self):
        read_end, write_end = os.pipe()
        with open(os.devnull, "wb") as nowhere:
            self.start(["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
                       pass_fds=[write_end], stderr=nowhere)
        os.close(write_end)
        with os.fdopen(read_end) as file:
            return ":" + file.readline().strip()

    def start_bus(self):
        process = self.start(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True,
                             env={**os.environ, "DISPLAY": self.display})
        return process.stdout.readline().strip()

    def __enter__(self):
        os.makedirs(self.artefacts, exist_ok=True)
        home = self.home.name
        os.environ.update({"HOME": home, "XDG_RUNTIME_DIR": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home,
                           "GSETTINGS_BACKEND": "keyfile", "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "0", "GTK_MODULES": "gail:atk-bridge",
                           "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"})
        self.display = os.environ["DISPLAY"] = self.start_screen()
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self.start_bus()
        import gi  # pylint: disable=import-outside-toplevel
        gi.require_version("Atspi", "2.0")
        gi.require_version("Gdk", "3.0")
        from gi.repository import Atspi, Gdk  # pylint: disable=import-outside-toplevel
        self.atspi, self.gdk = Atspi, Gdk
        Atspi.init()
        return self

    def __exit__(self, *_):
        end_all(self.processes)
        self.home.cleanup()

    def shoot(self, name):
        """A picture of the whole screen, kept as an artefact."""
        path = os.path.join(self.artefacts, name + ".png")
        time.sleep(0.3)  # what was told on the bus is not always drawn yet
        root = self.gdk.get_default_root_window()
        picture = self.gdk.pixbuf_get_from_window(root, 0, 0, root.get_width(), root.get_height())
        picture.savev(path, "png", [], [])
        self.shots.append(path)
        return picture

    # What is on the screen ----------------------------------------------------
    def walk(self, node, depth=0):
        if node is None or depth > 40:
            return
        yield node
        try:
            children = [node.get_child_at_index(i) for i in range(min(node.get_child_count(), 300))]
        except Exception:  # pylint: disable=broad-except
            return  # it went away meanwhile
        for child in children:
            yield from self.walk(child, depth + 1)

    def application(self, name):
        desktop = self.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and name in (child.get_name() or ""):
                return child
        return None

    def is_showing(self, node):
        return node.get_state_set().contains(self.atspi.StateType.SHOWING)

    def all(self, root, role, name=None):
        """Every widget of that role that shows; @name: a regular expression for all of its name."""
        found = []
        for node in self.walk(root):
            try:
                if node.get_role_name() == role and (name is None or re.fullmatch(name, node.get_name() or "")) and \
                        (self.is_showing(node) or role == "menu item"):
                    found.append(node)
            except Exception:  # pylint: disable=broad-except
                continue
        return found

    def find(self, root, role, name=None):
        return wait_for(lambda: (self.all(root, role, name) or [None])[0], f"{role} {name!r}")

    @staticmethod
    def act(node, action=0):
        node.get_action_iface().do_action(action)

    def click(self, root, role, name):
        self.act(self.find(root, role, name))

    def write(self, node, text):
        node.get_editable_text_iface().set_text_contents(text)

    def point_at(self, node, event="b1c"):
        """The mouse: b1c is a click of the first button, b1d a double one."""
        box = node.get_component_iface().get_extents(self.atspi.CoordType.SCREEN)
        self.atspi.generate_mouse_event(box.x + min(box.width // 2, 60), box.y + box.height // 2, event)

    def texts(self, root):
        """All that can be read."""
        found = []
        for node in self.walk(root):
            try:
                if not self.is_showing(node):
                    continue
                name = node.get_name() or ""
                text = node.get_text_iface()
                inner = self.atspi.Text.get_text(text, 0, -1) if text is not None else ""
            except Exception:  # pylint: disable=broad-except
                continue
            found += [word for word in (name, inner) if word]
        return found
