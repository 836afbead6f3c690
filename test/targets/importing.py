"""What a web service has imported: C types in every state, some of them never made ready."""
import asyncio
import concurrent.futures
import csv
import ctypes
import decimal
import email.mime.multipart
import functools
import http.server
import multiprocessing.pool
import sqlite3
import ssl
import sys
import unittest.mock
import urllib.request
import xml.etree.ElementTree

SERVER = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
HELD = [decimal.Decimal(1), ctypes.c_int(2), csv.reader([]), sqlite3.connect(":memory:"), unittest.mock.Mock()]


@functools.lru_cache(maxsize=10)
def cached(number):
    return [number]


# The links of its list are of a type of C's that is never made ready (3.9).
CACHED = [cached(number) for number in range(20)]

sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
