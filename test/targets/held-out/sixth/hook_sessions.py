"""Webhook sender on aiohttp: a receiver in the same process, deliveries with retries."""
import asyncio
import itertools
import json
import time

import aiohttp
from aiohttp import web

import kit

log = kit.RingLog()
metrics = kit.Metrics()
etags = kit.tokens()


class Receiver:
    def __init__(self):
        self.seen = 0
        self.recent = []

    async def hook(self, request):
        body = await request.json()
        self.seen += 1
        self.recent.append(body["n"])
        del self.recent[:-50]
        status = 500 if body["n"] % 7 == 0 and body["attempt"] == 0 else 200
        return web.json_response({"seen": self.seen}, status=status)


class Delivery:
    def __init__(self, number, url):
        self.number = number
        self.url = url
        self.attempt = 0
        self.payload = {"n": number, "text": kit.text(600, number)}

    def body(self):
        return json.dumps({**self.payload, "attempt": self.attempt})


class Sender:
    def __init__(self, shared):
        self.shared = shared
        self.pause = 0.01
        self.totals = {"ok": 0, "again": 0, "failed": 0}

    async def once(self, client, delivery):
        async with client.post(delivery.url, data=delivery.body(),
                               headers={"Content-Type": "application/json"}) as answer:
            await answer.read()
            return answer.status == 200

    async def again(self, delivery):
        client = aiohttp.ClientSession(headers={"X-Retry": str(delivery.attempt)})
        try:
            if await self.once(client, delivery):
                self.totals["again"] += 1
                return client
        except aiohttp.ClientError as error:
            log.info("error", error=str(error))
        await client.close()
        self.totals["failed"] += 1
        return None

    async def send(self, delivery):
        if await self.once(self.shared, delivery):
            self.totals["ok"] += 1
            return
        delivery.attempt += 1
        await asyncio.sleep(self.pause)
        warm = await self.again(delivery)
        if warm is not None:
            Sender.preferred.setdefault(delivery.url, []).append(warm)

    preferred = {}


async def main():
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook/{name}", receiver.hook)
    runner = web.AppRunner(app, keepalive_timeout=600)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    queue = asyncio.Queue(maxsize=20)

    async def producer():
        for n in itertools.count(1):
            await queue.put(Delivery(n, f"http://127.0.0.1:{port}/hook/h{n % 4}"))
            etags[n] = time.time()
            await asyncio.sleep(0.02)

    async with aiohttp.ClientSession() as shared:
        sender = Sender(shared)

        async def worker():
            while True:
                delivery = await queue.get()
                started = time.perf_counter()
                await sender.send(delivery)
                metrics.time(time.perf_counter() - started)

        await asyncio.gather(producer(), *(worker() for _ in range(3)))


asyncio.run(main())
