"""aiohttp behind aiohttp: a relay with a pool of connections, a limit and an answer that is shared while it is made."""
import asyncio

import aiohttp
from aiohttp import web

pending = {}
slots = asyncio.Semaphore(20)


async def origin(request):
    await asyncio.sleep(0.01)
    return web.json_response({'id': request.match_info['id'], 'rows': list(range(40))})


async def fetch(session, port, key):
    async with slots:
        async with session.get(f'http://127.0.0.1:{port}/origin/{key}') as answer:
            return await answer.json()


async def shared(session, port, key):
    if key not in pending:
        pending[key] = asyncio.create_task(fetch(session, port, key))
        pending[key].add_done_callback(lambda _: pending.pop(key, None))
    return await pending[key]


async def main():
    app = web.Application()
    app.router.add_get('/origin/{id}', origin)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, '127.0.0.1', 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    n = 0
    async with aiohttp.ClientSession() as session:
        while True:
            n += 1
            await asyncio.gather(*(shared(session, port, (n + i) // 3) for i in range(30)))
            await asyncio.sleep(0.05)


asyncio.run(main())
