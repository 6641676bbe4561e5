"""The internal API as the admin site speaks it."""

import json
import time

import requests

from . import tokens

# Two, as while one takes over from the other.
ADMIN_SECRETS = ["the admin site's old secret of the tests", "the admin site's new secret of the tests"]
INTERNAL_CLIENTS = json.dumps({"notify-admin": ADMIN_SECRETS})


def admin_headers():
    token = tokens.make(ADMIN_SECRETS[-1], {"iss": "notify-admin", "iat": int(time.time())})
    return {"Authorization": "Bearer " + token, "Content-Type": "application/json"}


class Admin:
    """A client of the internal API. Like the site's own it says JSON on every request, also without a body."""

    def __init__(self, herald):
        self.herald = herald

    def request(self, method, path, body=None, **more):
        data = None if body is None else body if isinstance(body, (str, bytes)) else json.dumps(body)
        headers = {**admin_headers(), **more.pop("headers", {})}
        return requests.request(method, self.herald.url + path, data=data, headers=headers, timeout=30, **more)

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.request("PUT", path, body, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)
