"""A Flask application on a free port, each request in a thread of its own; keeps a record of each, as a leaking one would."""
from flask import Flask
from werkzeug.serving import make_server

app = Flask(__name__)
SEEN = []


class Seen:
    def __init__(self, name):
        self.name = name


@app.route("/hello/<name>")
def hello(name):
    SEEN.append(Seen(name))
    return "hello %s" % name


server = make_server("127.0.0.1", 0, app, threaded=True)
print("port %d" % server.server_port, flush=True)
server.serve_forever()
