#include "http/tls.h"

#include <openssl/err.h>

#include <array>
#include <stdexcept>

namespace herald::http {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    ERR_clear_error();
    throw std::runtime_error(what + ": " + reason.data());
}

}  // namespace

TlsContext::TlsContext(const std::string& certificate_file, const std::string& key_file)
    : context_(SSL_CTX_new(TLS_server_method())) {
    if (!context_) refuse("TLS cannot be set up");
    SSL_CTX_set_min_proto_version(get(), TLS1_2_VERSION);
    SSL_CTX_set_options(get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(get(), SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_use_certificate_chain_file(get(), certificate_file.c_str()) != 1)
        refuse("no TLS certificate in " + certificate_file);
    if (SSL_CTX_use_PrivateKey_file(get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        refuse("no TLS key in " + key_file);
    if (SSL_CTX_check_private_key(get()) != 1)
        refuse("the key in " + key_file + " is not that of the certificate in " + certificate_file);
}

TlsFilter::TlsFilter(const TlsContext& context)
    : session_(SSL_new(context.get())), incoming_(BIO_new(BIO_s_mem())), outgoing_(BIO_new(BIO_s_mem())) {
    if (!session_ || incoming_ == nullptr || outgoing_ == nullptr) throw std::bad_alloc();
    SSL_set_bio(session_.get(), incoming_, outgoing_);
    SSL_set_accept_state(session_.get());
}

bool TlsFilter::receive(std::string_view bytes, std::string& plain, std::string& wire) {
    if (BIO_write(incoming_, bytes.data(), static_cast<int>(bytes.size())) != static_cast<int>(bytes.size()))
        return false;
    ERR_clear_error();
    std::array<char, 16 * 1024> block;  // a TLS record holds no more
    while (true) {
        const int count = SSL_read(session_.get(), block.data(), static_cast<int>(block.size()));
        if (count <= 0) {
            const int error = SSL_get_error(session_.get(), count);
            take_outgoing(wire);
            ERR_clear_error();
            return error == SSL_ERROR_WANT_READ;
        }
        plain.append(block.data(), static_cast<std::size_t>(count));
    }
}

void TlsFilter::send(std::string_view plain, std::string& wire) {
    constexpr std::size_t record_max = 16 * 1024;
    while (!plain.empty()) {
        const std::string_view piece = plain.substr(0, record_max);
        // A memory BIO takes everything, so a piece is written whole or the session is broken.
        if (SSL_write(session_.get(), piece.data(), static_cast<int>(piece.size())) <= 0) break;
        plain.remove_prefix(piece.size());
    }
    take_outgoing(wire);
}

void TlsFilter::end(std::string& wire) {
    if (!is_established()) return;
    SSL_shutdown(session_.get());
    ERR_clear_error();
    take_outgoing(wire);
}

void TlsFilter::take_outgoing(std::string& wire) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(outgoing_, &data);
    if (size <= 0) return;
    wire.append(data, static_cast<std::size_t>(size));
    (void)BIO_reset(outgoing_);
}

}  // namespace herald::http
