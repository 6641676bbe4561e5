"""An authority of a test's own, and a certificate for this machine that it signed."""

import collections
import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Files = collections.namedtuple("Files", "authority certificate key")


def make_authority(directory):
    """Writes authority.pem, certificate.pem and key.pem; returns their paths."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = certificate("Test authority", authority_key, "Test authority", authority_key, is_authority=True)
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = certificate("localhost", key, "Test authority", authority_key, is_authority=False)
    files = Files(*(str(directory / name) for name in ("authority.pem", "certificate.pem", "key.pem")))
    write(files.authority, authority.public_bytes(serialization.Encoding.PEM))
    write(files.certificate, leaf.public_bytes(serialization.Encoding.PEM))
    write(
        files.key,
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    return files


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def certificate(subject, key, issuer, issuer_key, is_authority):
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())
