#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <vector>

#include "crypto/encoding.h"
#include "crypto/sns_signature.h"

namespace herald::crypto {

namespace {

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* object) const { release(object); }
};
using CertificatePtr = std::unique_ptr<X509, Release<X509, X509_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Release<X509_STORE, X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Release<X509_STORE_CTX, X509_STORE_CTX_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX, EVP_MD_CTX_free>>;
struct ReleaseBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
struct ReleaseChain {
    /// The stack only refers to the certificates.
    void operator()(STACK_OF(X509) * chain) const { sk_X509_free(chain); }
};

std::vector<CertificatePtr> read_certificates(std::string_view pem) {
    std::vector<CertificatePtr> found;
    const std::unique_ptr<BIO, ReleaseBio> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    while (bio) {
        CertificatePtr next(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        if (!next) break;
        found.push_back(std::move(next));
    }
    // The end of the text leaves an error behind that the next caller of OpenSSL would see.
    ERR_clear_error();
    return found;
}

StorePtr open_authorities(const std::string& file) {
    StorePtr store(X509_STORE_new());
    if (!store) return store;
    const int loaded =
        file.empty() ? X509_STORE_set_default_paths(store.get()) : X509_STORE_load_file(store.get(), file.c_str());
    if (loaded != 1) store.reset();
    return store;
}

SnsCertificate::Trust trust_of(int error) {
    switch (error) {
        case X509_V_ERR_CERT_NOT_YET_VALID:
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return SnsCertificate::Trust::expired;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return SnsCertificate::Trust::issuer_unknown;
        default:
            return SnsCertificate::Trust::broken;
    }
}

}  // namespace

struct SnsCertificate::Impl {
    std::vector<CertificatePtr> certificates;
};

std::optional<SnsCertificate> SnsCertificate::parse(std::string_view pem) {
    auto impl = std::make_shared<Impl>();
    impl->certificates = read_certificates(pem);
    if (impl->certificates.empty()) return std::nullopt;
    return SnsCertificate(std::move(impl));
}

SnsCertificate::Trust SnsCertificate::trust(Timestamp now, const std::string& authority_file) const {
    const StorePtr store = open_authorities(authority_file);
    const StoreContextPtr context(X509_STORE_CTX_new());
    const std::unique_ptr<STACK_OF(X509), ReleaseChain> chain(sk_X509_new_null());
    if (!store || !context || !chain) {
        ERR_clear_error();
        return Trust::issuer_unknown;
    }
    for (const CertificatePtr& certificate : impl_->certificates) sk_X509_push(chain.get(), certificate.get());
    if (X509_STORE_CTX_init(context.get(), store.get(), impl_->certificates.front().get(), chain.get()) != 1)
        return Trust::broken;
    X509_STORE_CTX_set_time(context.get(), 0, static_cast<time_t>(now.micros / 1'000'000));
    // An authority file may name the intermediate authority alone.
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_PARTIAL_CHAIN);
    const bool trusted = X509_verify_cert(context.get()) == 1;
    const int error = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    return trusted ? Trust::trusted : trust_of(error);
}

bool SnsCertificate::verifies(const SnsEnvelope& envelope) const {
    const EVP_MD* digest = nullptr;
    if (envelope.signature_version == "1") digest = EVP_sha1();
    if (envelope.signature_version == "2") digest = EVP_sha256();
    const auto signature = base64_decode(envelope.signature);
    EVP_PKEY* const key = X509_get0_pubkey(impl_->certificates.front().get());
    if (!digest || !signature || !key || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) return false;
    const std::string text = sns_string_to_sign(envelope);
    const DigestContextPtr context(EVP_MD_CTX_new());
    // PKCS#1 v1.5 is what an RSA key uses unless told otherwise.
    const bool fits =
        context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
        EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature->data()), signature->size(),
                         reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
    ERR_clear_error();
    return fits;
}

}  // namespace herald::crypto
