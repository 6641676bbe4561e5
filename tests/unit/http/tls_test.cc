#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>

#include "http/client.h"
#include "loopback.h"

namespace herald::http {
namespace {

using testing::LoopThread;
using testing::TestServer;
using testing::text_response;

/// A self-signed certificate for localhost and its key, in files that go with it.
class Certificate {
public:
    Certificate() : directory_(std::filesystem::temp_directory_path() / ("herald-tls-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(directory_);
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1,
                                   -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_sign(certificate, key, EVP_sha256());
        std::FILE* file = std::fopen(certificate_file().c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen(key_file().c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~Certificate() { std::filesystem::remove_all(directory_); }
    std::string certificate_file() const { return directory_ / "certificate.pem"; }
    std::string key_file() const { return directory_ / "key.pem"; }

private:
    std::filesystem::path directory_;
};

/// A TLS client by OpenSSL that believes any certificate.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port) : context_(SSL_CTX_new(TLS_client_method())) {
        bio_ = BIO_new_ssl_connect(context_);
        BIO_set_conn_hostname(bio_, ("127.0.0.1:" + std::to_string(port)).c_str());
    }
    ~TlsClient() {
        BIO_free_all(bio_);
        SSL_CTX_free(context_);
    }
    bool connect() { return BIO_do_handshake(bio_) == 1; }
    void send(const std::string& text) { BIO_write(bio_, text.data(), static_cast<int>(text.size())); }
    /// Until the server ends the connection.
    std::string read_all() {
        std::string text;
        char block[16384];
        int count = 0;
        while ((count = BIO_read(bio_, block, sizeof block)) > 0) text.append(block, static_cast<std::size_t>(count));
        SSL* session = nullptr;
        BIO_get_ssl(bio_, &session);
        ended_properly = (SSL_get_shutdown(session) & SSL_RECEIVED_SHUTDOWN) != 0;
        return text;
    }
    bool ended_properly = false;

private:
    SSL_CTX* context_;
    BIO* bio_;
};

class TlsTest : public ::testing::Test {
protected:
    TlsTest() {
        router.add(Method::get, "/url", [](const Request& request) { return text_response(request.root_url()); });
        router.add(Method::post, "/echo", [](const Request& request) { return text_response(request.body); });
        options.tls_certificate_file = certificate.certificate_file();
        options.tls_key_file = certificate.key_file();
    }
    Certificate certificate;
    LoopThread thread;
    Router router;
    ServerOptions options;
};

TEST_F(TlsTest, SpeaksHttpThroughIt) {
    TestServer server(thread, router, options);
    TlsClient client(server.port());
    ASSERT_TRUE(client.connect());
    const std::string body(300'000, 'b');
    client.send("GET /url HTTP/1.1\r\nHost: h\r\n\r\nPOST /echo HTTP/1.1\r\nConnection: close\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::string answers = client.read_all();
    EXPECT_NE(answers.find("\r\n\r\nhttps://h/HTTP/1.1 200 OK"), std::string::npos);
    EXPECT_TRUE(answers.ends_with(body));
    EXPECT_TRUE(client.ended_properly);
}

TEST_F(TlsTest, DropsClientsThatDoNotSpeakIt) {
    TestServer server(thread, router, options);
    testing::RawClient client(server.port());
    client.send("GET /url HTTP/1.1\r\n\r\n");
    EXPECT_EQ(client.read().status, 0);
}

TEST_F(TlsTest, CutsOffAClientThatDoesNotFinishTheHandshake) {
    options.read_timeout = std::chrono::milliseconds(50);
    TestServer server(thread, router, options);
    testing::RawClient client(server.port());
    client.send("\x16\x03\x01");
    EXPECT_EQ(client.read().status, 0);
}

TEST_F(TlsTest, RefusesToStartWithoutItsFiles) {
    options.tls_key_file = "/nonexistent/key.pem";
    Metrics metrics;
    Server server(thread.loop, metrics, "tls", options, router, {});
    try {
        thread.on_loop([&] { server.start(); });
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("/nonexistent/key.pem"), std::string::npos) << error.what();
    }
    thread.on_loop([&] { server.close(); });
}

TEST_F(TlsTest, IsRefusedByOurClientWhenNobodyVouchesForIt) {
    TestServer server(thread, router, options);
    Metrics metrics;
    auto client = std::make_unique<Client>(thread.loop, metrics, Client::Options{});
    ClientRequest request;
    request.url = "https://localhost:" + std::to_string(server.port()) + "/echo";
    const auto response = thread.await<ClientResponse>([&] { return client->send("peer", request); });
    EXPECT_EQ(response.outcome, ClientOutcome::refused);
    thread.on_loop([&] { client.reset(); });
}

}  // namespace
}  // namespace herald::http
