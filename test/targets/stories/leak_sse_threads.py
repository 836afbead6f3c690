"""A stream of events goes on for clients that left: each keeps a thread."""
import http.server, socketserver, threading, time, socket
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Type", "text/event-stream"); self.end_headers()
        for ev in self.events():
            try: self.wfile.write(ev)
            except OSError: pass                 # bug: client gone, loop goes on
    def events(self):
        while True:
            time.sleep(0.5); yield b"data: tick\n\n"
    def log_message(self, *a): pass
class S(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True
if __name__ == "__main__":
    s = S(("127.0.0.1", 0), H); threading.Thread(target=s.serve_forever, name="server", daemon=True).start()
    while True:
        c = socket.create_connection(s.server_address); c.sendall(b"GET / HTTP/1.0\r\n\r\n"); c.recv(100); c.close(); time.sleep(0.2)
