#include "crypto/sns_signature.h"

#include <utility>

#include "base/json.h"

namespace herald::crypto {

namespace {

constexpr std::string_view notification = "Notification";

std::string text_of(JsonValue value) {
    return std::string(value.as_string().value_or(std::string_view()));
}

/// Whether one of the region's labels: letters, digits and hyphens.
bool is_region(std::string_view text) {
    if (text.empty()) return false;
    for (const char c : text)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
    return true;
}

/// The path of an `sns` URL, with query; nothing when the host is another one.
std::optional<std::string_view> path_at_sns(std::string_view url) {
    constexpr std::string_view front = "https://sns.";
    if (!url.starts_with(front)) return std::nullopt;
    url.remove_prefix(front.size());
    const std::size_t slash = url.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    std::string_view host = url.substr(0, slash);
    for (const std::string_view domain : {".amazonaws.com.cn", ".amazonaws.com"}) {
        if (!host.ends_with(domain)) continue;
        host.remove_suffix(domain.size());
        if (!is_region(host)) return std::nullopt;
        return url.substr(slash);
    }
    return std::nullopt;
}

}  // namespace

std::optional<SnsEnvelope> parse_sns_envelope(std::string_view body) {
    const auto document = JsonDocument::parse(body);
    if (!document || !document->root().is_object()) return std::nullopt;
    const JsonDocument& json = *document;
    const JsonValue type = json["Type"];
    const bool confirmation = type.text() != notification;
    for (const char* const name :
         {"Type", "MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion", "Signature"})
        if (!json[name].is_string()) return std::nullopt;
    if (confirmation && (!json["Token"].is_string() || !json["SubscribeURL"].is_string())) return std::nullopt;
    JsonValue certificate_url = json["SigningCertURL"];
    if (!certificate_url.exists()) certificate_url = json["SigningCertUrl"];
    if (!certificate_url.is_string()) return std::nullopt;

    SnsEnvelope envelope;
    envelope.type = text_of(type);
    envelope.message_id = text_of(json["MessageId"]);
    envelope.topic_arn = text_of(json["TopicArn"]);
    if (const auto subject = json["Subject"].as_string()) envelope.subject = *subject;
    envelope.message = text_of(json["Message"]);
    envelope.timestamp = text_of(json["Timestamp"]);
    envelope.token = text_of(json["Token"]);
    envelope.subscribe_url = text_of(json["SubscribeURL"]);
    envelope.signature_version = text_of(json["SignatureVersion"]);
    envelope.signature = text_of(json["Signature"]);
    envelope.signing_certificate_url = text_of(certificate_url);
    return envelope;
}

std::string sns_string_to_sign(const SnsEnvelope& envelope) {
    std::string out;
    const auto add = [&out](std::string_view name, std::string_view value) {
        out.append(name).append("\n").append(value).append("\n");
    };
    add("Message", envelope.message);
    add("MessageId", envelope.message_id);
    if (envelope.type == notification) {
        if (envelope.subject) add("Subject", *envelope.subject);
        add("Timestamp", envelope.timestamp);
    } else {
        add("SubscribeURL", envelope.subscribe_url);
        add("Timestamp", envelope.timestamp);
        add("Token", envelope.token);
    }
    add("TopicArn", envelope.topic_arn);
    add("Type", envelope.type);
    return out;
}

bool is_sns_url(std::string_view url) {
    return path_at_sns(url).has_value();
}

bool is_sns_certificate_url(std::string_view url) {
    const auto path = path_at_sns(url);
    return path && path->ends_with(".pem") && path->find_first_of("?#") == std::string_view::npos;
}

}  // namespace herald::crypto
