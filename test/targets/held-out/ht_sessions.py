"""Sessions of an app object; nobody expires them."""
import http.server
import secrets
import threading
import time
import urllib.request


class SessionStore:
    def __init__(self):
        self.sessions = {}
        self.created = 0

    def new(self, address):
        sid = secrets.token_hex(16)
        self.sessions[sid] = {"from": address, "at": time.time(), "cart": [], "flash": "welcome %s" % sid}
        self.created += 1
        return sid

    def get(self, sid):
        return self.sessions.get(sid)


store = SessionStore()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        cookie = self.headers.get("Cookie")
        sid = cookie if cookie and store.get(cookie) else store.new(self.client_address)
        self.send_response(200)
        self.send_header("Set-Cookie", sid)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
while True:
    with urllib.request.urlopen("http://127.0.0.1:%d/" % server.server_port) as answer:
        answer.read()
    time.sleep(0.01)
