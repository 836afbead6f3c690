"""Accounts behind flask, with a cache that has a bound and a time to live."""
import http.client
import random
import threading
import time

from cachetools import TTLCache
from flask import Flask, jsonify
from werkzeug.serving import make_server

app = Flask(__name__)
accounts = TTLCache(maxsize=1500, ttl=7)
lock = threading.Lock()


def load(number):
    return {'number': number, 'name': 'account %d' % number, 'rights': ['r%d' % i for i in range(number % 9)]}


@app.get('/account/<int:number>')
def account(number):
    with lock:
        known = accounts.get(number)
        if known is None:
            known = accounts[number] = load(number)
    return jsonify(known)


server = make_server('127.0.0.1', 0, app, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()


def visit():
    connection = http.client.HTTPConnection('127.0.0.1', server.server_port)
    while True:
        connection.request('GET', '/account/%d' % random.randrange(20000))
        connection.getresponse().read()
        time.sleep(0.02)


for _ in range(3):
    threading.Thread(target=visit, daemon=True).start()
while True:
    time.sleep(1)
