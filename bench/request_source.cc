#include "bench/request_source.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace herald::bench {

namespace {

constexpr int different_bodies = 256;
constexpr std::string_view key_header = "Idempotency-Key: ";
constexpr std::size_t key_digits = 16;

std::string base64url(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const auto* input = reinterpret_cast<const unsigned char*>(bytes.data());
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), input, static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    while (text.ends_with('=')) text.pop_back();
    for (char& character : text) {
        if (character == '+') character = '-';
        else if (character == '/') character = '_';
    }
    return text;
}

std::string padded(int number, std::size_t width) {
    std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace

RequestSource::RequestSource(const Clock& clock, RequestOptions options) : clock_(clock), options_(std::move(options)) {
    if (options_.api_key.size() < 74) throw std::invalid_argument("the key must be name-serviceid-secret");
    const bool needs_ids = options_.kind == RequestOptions::Kind::get || options_.kind == RequestOptions::Kind::receipt;
    if (needs_ids && options_.ids.empty()) throw std::invalid_argument("no ids to read");
}

std::string RequestSource::token() const {
    const auto& key = options_.api_key;
    const std::string service_id = key.substr(key.size() - 73, 36);
    const std::string secret = key.substr(key.size() - 36);
    const std::string claims = R"({"iss":")" + service_id + R"(","iat":)" + std::to_string(made_in_second_) + "}";
    std::string text = base64url(R"({"typ":"JWT","alg":"HS256"})") + "." + base64url(claims);
    std::array<unsigned char, EVP_MAX_MD_SIZE> signature{};
    unsigned int length = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), signature.data(), &length);
    text += "." + base64url({reinterpret_cast<const char*>(signature.data()), length});
    return text;
}

std::string RequestSource::post(std::string_view path, const std::string& body) const {
    const std::string key =
        options_.idempotency_keys ? std::string(key_header) + std::string(key_digits, '0') + "\r\n" : "";
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + authorization_ + key +
           "Content-Type: application/json\r\nUser-Agent: NOTIFY-API-PYTHON-CLIENT/12.1.0\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

void RequestSource::renew() {
    authorization_ = "Authorization: Bearer " + token() + "\r\n";
    requests_.clear();
    next_ = 0;
    if (options_.kind == RequestOptions::Kind::get) return;
    for (int i = 0; i < different_bodies; ++i) {
        const std::string personalisation = R"("personalisation":{"name":"Person )" + std::to_string(i) + "\"}}";
        const bool email =
            options_.kind == RequestOptions::Kind::email || (options_.kind == RequestOptions::Kind::both && i % 2 == 1);
        if (email) {
            requests_.push_back(post("/v2/notifications/email", R"({"email_address":"person-)" + std::to_string(i) +
                                                                    R"(@example.com","template_id":")" +
                                                                    options_.email_template + "\"," + personalisation));
        } else {
            requests_.push_back(post("/v2/notifications/sms", R"({"phone_number":"07700900)" + padded(300 + i, 3) +
                                                                  R"(","template_id":")" + options_.sms_template +
                                                                  "\"," + personalisation));
        }
    }
}

void RequestSource::give_key(std::string& request) {
    const std::string digits = std::to_string(++keys_given_);
    const std::size_t key = request.find(key_header) + key_header.size();
    request.replace(key + key_digits - digits.size(), digits.size(), digits);
}

/// MMG's word that a message was delivered, each message once.
std::string_view RequestSource::next_receipt() {
    const std::string& id = options_.ids[receipts_made_++ % options_.ids.size()];
    const std::string body =
        R"({"CID":")" + id + R"(","MSISDN":"447700900123","reference":"81277","status":"3","substatus":"5"})";
    receipt_ =
        "POST /notifications/sms/mmg HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
        "application/json\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    return receipt_;
}

std::string_view RequestSource::next() {
    if (options_.kind == RequestOptions::Kind::receipt) return next_receipt();
    const std::int64_t second = clock_.now().micros / 1'000'000;
    if (second != made_in_second_) {
        made_in_second_ = second;
        renew();
    }
    if (options_.kind != RequestOptions::Kind::get) {
        next_ = (next_ + 1) % requests_.size();
        if (options_.idempotency_keys) give_key(requests_[next_]);
        return requests_[next_];
    }
    next_ = (next_ + 1) % options_.ids.size();
    get_ =
        "GET /v2/notifications/" + options_.ids[next_] + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + authorization_ + "\r\n";
    return get_;
}

}  // namespace herald::bench
