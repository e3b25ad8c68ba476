# impostor.py: somebody who lets everybody in, and cannot prove who he is
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import http.server
import threading


class Impostor(http.server.ThreadingHTTPServer):
    """Answers any token with 200 and, if given, a token of its own; keeps what bodies it was sent."""

    daemon_threads = True

    def __init__(self, token=None):
        super().__init__(("127.0.0.1", 0), Answer)
        self.token, self.bodies = token, []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if body:
            self.server.bodies.append(body)
        is_known = "Authorization" in self.headers or bool(body)
        self.send_response(200 if is_known else 401)
        if not is_known:
            self.send_header("WWW-Authenticate", "Negotiate")
        elif self.server.token:
            self.send_header("WWW-Authenticate", f"Negotiate {self.server.token}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass
