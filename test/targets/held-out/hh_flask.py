"""Healthy: a Flask application under its own steady load."""
import threading
import time
import urllib.request

from flask import Flask, jsonify
from werkzeug.serving import make_server

app = Flask(__name__)


@app.get("/<int:n>")
def show(n):
    return jsonify(rows=[{"n": i, "text": "row %d" % i} for i in range(n % 200)])


server = make_server("127.0.0.1", 0, app, threaded=True)
import logging
logging.getLogger("werkzeug").disabled = True
threading.Thread(target=server.serve_forever, daemon=True).start()
n = 0
while True:
    n += 1
    urllib.request.urlopen("http://127.0.0.1:%d/%d" % (server.server_port, n)).read()
    time.sleep(0.01)
