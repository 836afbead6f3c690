"""FastAPI on uvicorn: a stateless rpc endpoint that makes a small session of tasks for every request."""
import asyncio
import json
import time

import uvicorn
from fastapi import FastAPI, Request

import kit

log = kit.RingLog()
metrics = kit.Metrics()
schemas = kit.pages()
app = FastAPI()
connections = kit.Pool(lambda i: {"number": i}, 8)


class Stream:
    def __init__(self):
        self.items = asyncio.Queue(maxsize=16)

    async def send(self, item):
        await self.items.put(item)

    async def receive(self):
        return await self.items.get()


class RpcSession:
    def __init__(self, headers):
        self.headers = headers
        self.incoming = Stream()
        self.outgoing = Stream()
        self.answers = {}

    async def run(self):
        while True:
            message = await self.incoming.receive()
            if message is None:
                return
            result = await dispatch(message)
            await self.outgoing.send({"id": message["id"], "result": result})

    async def route(self):
        while True:
            answer = await self.outgoing.receive()
            waiting = self.answers.pop(answer["id"], None)
            if waiting is not None:
                waiting.set_result(answer["result"])

    async def call(self, message):
        future = asyncio.get_running_loop().create_future()
        self.answers[message["id"]] = future
        await self.incoming.send(message)
        return await future


class Background:
    def __init__(self):
        self.running = set()

    def spawn(self, coroutine):
        task = asyncio.create_task(coroutine)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return task


background = Background()


async def dispatch(message):
    name = message["method"]
    if name not in schemas:
        schemas[name] = kit.text(300, len(name))
    await asyncio.sleep(0.001)
    return {"echo": message["params"], "schema": len(schemas[name])}


@app.post("/rpc")
async def rpc(request: Request):
    started = time.perf_counter()
    session = RpcSession(dict(request.headers))
    background.spawn(session.run())
    background.spawn(session.route())
    message = await request.json()
    result = await asyncio.wait_for(session.call(message), 5)
    metrics.count(message["method"])
    metrics.time(time.perf_counter() - started)
    await session.incoming.send(None)
    return result


async def load(server):
    while not server.started:
        await asyncio.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    n = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        n += 1
        body = json.dumps({"id": n, "method": f"tool{n % 9}", "params": {"q": kit.text(900, n)}}).encode()
        writer.write(b"POST /rpc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                     b"Content-Length: %d\r\n\r\n" % len(body) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        if n % 100 == 0:
            log.info("load", n=n)
        await asyncio.sleep(0.012)


async def main():
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    await asyncio.gather(server.serve(), load(server))


asyncio.run(main())
