"""A provider of texts that accepts everything, as fast as it can (`python -m bench.provider PORT MILLISECONDS`)."""

import asyncio
import itertools
import sys

from aiohttp import web

_numbers = itertools.count(1)


def application(delay: float) -> web.Application:
    """Answers as Twilio does to a message, after so many seconds."""

    async def messages(request: web.Request) -> web.Response:
        await request.post()
        if delay:
            await asyncio.sleep(delay)
        body = f'{{"sid": "SM{next(_numbers):032x}", "status": "accepted"}}'
        return web.Response(status=201, text=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/2010-04-01/Accounts/{sid}/Messages.json", messages)
    return app


if __name__ == "__main__":
    web.run_app(application(int(sys.argv[2]) / 1000), host="127.0.0.1", port=int(sys.argv[1]), print=None)
