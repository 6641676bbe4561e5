#include "mail/dkim.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "base/text.h"
#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::mail {
namespace {

constexpr std::array<std::string_view, 10> signed_fields{
    "from",       "from",     "to",           "subject",      "date",
    "message-id", "reply-to", "mime-version", "content-type", "list-unsubscribe"};
constexpr std::string_view also_signed = "list-unsubscribe-post";

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// Each run of blanks is one space; those at the end go.
std::string squeezed(std::string_view line) {
    std::string out;
    for (const char c : line) {
        if (!is_blank(c)) out += c;
        else if (out.empty() || out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

/// The header's fields as they stand, folds included, without the last line end.
std::vector<std::string_view> fields_of(std::string_view header) {
    std::vector<std::string_view> fields;
    while (!header.empty()) {
        std::size_t end = header.find("\r\n");
        while (end != std::string_view::npos && end + 2 < header.size() && is_blank(header[end + 2]))
            end = header.find("\r\n", end + 2);
        fields.push_back(header.substr(0, end));
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + 2);
    }
    return fields;
}

/// What is signed of the header, and the list of names for `h=`. A name that stands once too often is signed as
/// missing.
std::string canonical_header(std::string_view header, std::string& names) {
    std::vector<std::string_view> fields = fields_of(header);
    std::string out;
    const auto sign = [&](std::string_view name) {
        const auto matches = [&](std::string_view field) {
            return text::to_lower_ascii(text::trim(field.substr(0, field.find(':')))) == name;
        };
        const auto found = std::find_if(fields.rbegin(), fields.rend(), matches);
        if (found == fields.rend() && name != "from") return;
        names += (names.empty() ? "" : ":") + std::string(name);
        if (found == fields.rend()) return;
        out += relaxed_field(*found) + "\r\n";
        fields.erase(std::next(found).base());
    };
    for (const std::string_view name : signed_fields) sign(name);
    sign(also_signed);
    return out;
}

}  // namespace

struct DkimSigner::Key {
    explicit Key(EVP_PKEY* given) : key(given) {}
    ~Key() { EVP_PKEY_free(key); }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;

    bool is_ed25519() const { return EVP_PKEY_get_id(key) == EVP_PKEY_ED25519; }
    std::string sign(std::string_view text) const {
        // Ed25519 signs the digest (RFC 8463 §3), RSA makes it itself.
        const crypto::Digest digest = crypto::sha256(text);
        if (is_ed25519()) text = crypto::bytes_of(digest);
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        std::string signature(512, '\0');
        std::size_t size = signature.size();
        const EVP_MD* algorithm = is_ed25519() ? nullptr : EVP_sha256();
        if (EVP_DigestSignInit(context.get(), nullptr, algorithm, nullptr, key) != 1 ||
            EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                           text.size()) != 1)
            throw std::runtime_error("OpenSSL could not sign a mail");
        signature.resize(size);
        return signature;
    }

    EVP_PKEY* const key;
};

std::variant<DkimSigner, std::string> DkimSigner::make(std::string_view pem, std::string selector, std::string domain) {
    constexpr int rsa_bits_min = 2048, rsa_bits_max = 4096;
    const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                         BIO_free);
    EVP_PKEY* read = PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr);
    if (read == nullptr) return "it is not a private key in PEM";
    auto key = std::make_shared<const Key>(read);
    const int bits = EVP_PKEY_get_bits(read);
    const bool is_rsa = EVP_PKEY_get_id(read) == EVP_PKEY_RSA;
    if (!is_rsa && !key->is_ed25519()) return "it is neither an RSA nor an Ed25519 key";
    if (is_rsa && (bits < rsa_bits_min || bits > rsa_bits_max)) return "an RSA key must have 2048 to 4096 bits";
    return DkimSigner(std::move(key), std::move(selector), std::move(domain));
}

std::string DkimSigner::header_for(std::string_view message, std::string_view from_domain, Timestamp now) const {
    const auto end = message.find("\r\n\r\n");
    const std::string_view header = message.substr(0, end);
    const std::string_view body = end == std::string_view::npos ? std::string_view() : message.substr(end + 4);
    std::string names;
    std::string signed_text = canonical_header(header, names);
    const std::string algorithm = key_->is_ed25519() ? "ed25519-sha256" : "rsa-sha256";
    const std::string domain = domain_.empty() ? std::string(from_domain) : domain_;
    const std::string body_hash = crypto::base64_encode(crypto::bytes_of(crypto::sha256(relaxed_body(body))));
    std::string field = "DKIM-Signature: v=1; a=" + algorithm + "; c=relaxed/relaxed; d=" + domain +
                        "; s=" + selector_ + ";\r\n\tt=" + std::to_string(now.micros / 1'000'000) + "; h=" + names +
                        ";\r\n\tbh=" + body_hash + ";\r\n\tb=";
    signed_text += relaxed_field(field);
    const std::string signature = crypto::base64_encode(key_->sign(signed_text));
    constexpr std::size_t line_max = 72;
    for (std::size_t at = 0; at < signature.size(); at += line_max)
        field += (at == 0 ? "" : "\r\n\t ") + signature.substr(at, line_max);
    return field + "\r\n";
}

std::string relaxed_field(std::string_view field) {
    const auto colon = field.find(':');
    std::string value;
    for (const char c : field.substr(colon + 1))
        if (c != '\r' && c != '\n') value += c;
    value = squeezed(value);
    const std::string_view trimmed = value.starts_with(' ') ? std::string_view(value).substr(1) : value;
    return text::to_lower_ascii(text::trim(field.substr(0, colon))) + ":" + std::string(trimmed);
}

std::string relaxed_body(std::string_view body) {
    std::string out;
    std::string pending;  // empty lines, which count only when something follows them
    while (!body.empty()) {
        const auto end = body.find("\r\n");
        const std::string line = squeezed(body.substr(0, end));
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 2);
        if (line.empty()) {
            pending += "\r\n";
            continue;
        }
        out += pending + line + "\r\n";
        pending.clear();
    }
    return out;
}

}  // namespace herald::mail
