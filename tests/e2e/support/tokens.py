"""Tokens of the public API (contract public-api §1.2), also broken ones. Standard library only."""

import base64
import hashlib
import hmac
import json
import time


def encode_segment(value):
    """One segment of a JWS: base64url without padding. Text and bytes are taken as they are, the rest as JSON."""
    if isinstance(value, str):
        value = value.encode()
    if not isinstance(value, bytes):
        value = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def make(secret, claims, header=None):
    """A signed token with exactly these claims."""
    signed = encode_segment(header or {"typ": "JWT", "alg": "HS256"}) + "." + encode_segment(claims)
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return signed + "." + encode_segment(signature)


class ApiKey:
    """A key as users see it: `name-serviceid-secret`."""

    def __init__(self, text):
        self.text = text
        self.secret = text[-36:]
        self.service_id = text[-73:-37]

    def token(self, **claims):
        return make(self.secret, {"iss": self.service_id, "iat": int(time.time()), **claims})

    def headers(self):
        return {"Authorization": "Bearer " + self.token(), "Content-Type": "application/json"}
