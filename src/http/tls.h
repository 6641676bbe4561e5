#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace herald::http {

/// A certificate and what goes with it. Shared by the connections of one server.
class TlsContext {
public:
    /// Both files are PEM; the first may hold a chain. Throws std::runtime_error, naming the file, when they are not
    /// readable or do not belong together.
    TlsContext(const std::string& certificate_file, const std::string& key_file);
    SSL_CTX* get() const { return context_.get(); }

private:
    struct Free {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    std::unique_ptr<SSL_CTX, Free> context_;
};

/// The server's side of one TLS connection as a filter between two byte streams. No I/O: it is fed what came from the
/// socket, and what it wants sent is taken from it.
class TlsFilter {
public:
    explicit TlsFilter(const TlsContext& context);

    /// Takes bytes from the socket; appends to `plain` what the client said and to `wire` what is to be sent in answer
    /// (the handshake). False when the peer has ended the stream or does not speak TLS: send `wire`, then close.
    bool receive(std::string_view bytes, std::string& plain, std::string& wire);
    /// Appends `plain`, encrypted, to `wire`. Only after the handshake.
    void send(std::string_view plain, std::string& wire);
    /// Appends the farewell that tells the client that nothing was cut off.
    void end(std::string& wire);
    bool is_established() const { return SSL_is_init_finished(session_.get()) == 1; }

private:
    void take_outgoing(std::string& wire);

    struct Free {
        void operator()(SSL* session) const { SSL_free(session); }
    };
    std::unique_ptr<SSL, Free> session_;
    BIO* incoming_;  ///< owned by the session
    BIO* outgoing_;  ///< owned by the session
};

}  // namespace herald::http
