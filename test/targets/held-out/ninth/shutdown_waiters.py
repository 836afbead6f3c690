import asyncio


async def serve(stop, n):
    client = {'number': n, 'buffer': bytearray(800), 'name': 'client %d' % n}

    def closing(_):
        client['buffer'].clear()

    stop.add_done_callback(closing)
    await asyncio.sleep(0.05)


async def main():
    stop = asyncio.get_running_loop().create_future()
    n = 0
    while True:
        await asyncio.gather(*(serve(stop, n + i) for i in range(10)))
        n += 10


asyncio.run(main())
