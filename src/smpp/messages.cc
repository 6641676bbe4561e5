#include "smpp/messages.h"

#include <algorithm>

#include "smpp/bytes.h"

namespace herald::smpp {
namespace {

constexpr std::uint8_t interface_version = 0x34;
constexpr std::size_t content_bytes_max = 254;
constexpr std::size_t address_bytes_max = 21;
constexpr std::size_t message_id_bytes_max = 65;

bool is_all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void append_address(std::string& out, const Address& address) {
    append_number(out, address.ton, 1);
    append_number(out, address.npi, 1);
    append_text(out, address.text, address_bytes_max);
}

Address read_address(ByteReader& in) {
    Address address;
    address.ton = static_cast<std::uint8_t>(in.number(1));
    address.npi = static_cast<std::uint8_t>(in.number(1));
    address.text = in.text();
    return address;
}

void append_tlv(std::string& out, std::uint16_t tag, std::string_view value) {
    append_number(out, tag, 2);
    append_number(out, static_cast<std::uint32_t>(value.size()), 2);
    out += value;
}

}  // namespace

std::string encode(const Bind& bind) {
    std::string out;
    append_text(out, bind.system_id, 16);
    append_text(out, bind.password, 9);
    append_text(out, bind.system_type, 13);
    append_number(out, interface_version, 1);
    append_number(out, 0, 2);  // type and plan of the addresses served: any
    append_text(out, "", 41);
    return out;
}

std::optional<Bind> parse_bind(std::string_view body) {
    ByteReader in(body);
    Bind bind;
    bind.system_id = in.text();
    bind.password = in.text();
    bind.system_type = in.text();
    return in.ok() ? std::optional<Bind>(std::move(bind)) : std::nullopt;
}

Address sender_address(std::string_view sender) {
    constexpr std::size_t short_code_digits_max = 6;
    if (sender.starts_with('+') && is_all_digits(sender.substr(1))) return {1, 1, std::string(sender.substr(1))};
    if (!is_all_digits(sender)) return {5, 0, std::string(sender)};
    if (sender.size() <= short_code_digits_max) return {3, 0, std::string(sender)};
    // A number of the pool is kept in its national form (07700…).
    if (sender.starts_with('0')) return {2, 1, std::string(sender)};
    return {1, 1, std::string(sender)};
}

Address recipient_address(std::string_view digits) {
    if (digits.starts_with('+')) digits.remove_prefix(1);
    return {1, 1, std::string(digits)};
}

const std::string* ShortMessage::find(std::uint16_t wanted) const {
    const auto found = std::ranges::find(tlvs, wanted, &Tlv::tag);
    return found == tlvs.end() ? nullptr : &found->value;
}

std::string encode(const ShortMessage& message) {
    const bool as_payload = message.content.size() > content_bytes_max;
    std::string out;
    append_text(out, "", 6);  // service_type: the centre's default
    append_address(out, message.source);
    append_address(out, message.destination);
    append_number(out, message.esm_class, 1);
    append_number(out, 0, 2);  // protocol_id, priority_flag
    append_text(out, "", 17);  // schedule_delivery_time: now
    append_text(out, "", 17);  // validity_period: the centre's default
    append_number(out, message.registered_delivery, 1);
    append_number(out, 0, 1);  // replace_if_present_flag
    append_number(out, message.data_coding, 1);
    append_number(out, 0, 1);  // sm_default_msg_id
    append_number(out, as_payload ? 0 : static_cast<std::uint32_t>(message.content.size()), 1);
    if (!as_payload) out += message.content;
    for (const Tlv& tlv : message.tlvs) append_tlv(out, tlv.tag, tlv.value);
    if (as_payload) append_tlv(out, tag::message_payload, message.content);
    return out;
}

std::optional<ShortMessage> parse_short_message(std::string_view body) {
    ByteReader in(body);
    ShortMessage message;
    in.text();
    message.source = read_address(in);
    message.destination = read_address(in);
    message.esm_class = static_cast<std::uint8_t>(in.number(1));
    in.number(2);
    in.text();
    in.text();
    message.registered_delivery = static_cast<std::uint8_t>(in.number(1));
    in.number(1);
    message.data_coding = static_cast<std::uint8_t>(in.number(1));
    in.number(1);
    message.content = in.take(in.number(1));
    while (in.ok() && !in.left().empty()) {
        Tlv tlv;
        tlv.tag = static_cast<std::uint16_t>(in.number(2));
        tlv.value = in.take(in.number(2));
        if (in.ok()) message.tlvs.push_back(std::move(tlv));
    }
    if (!in.ok()) return std::nullopt;
    if (const std::string* payload = message.find(tag::message_payload); payload && message.content.empty())
        message.content = *payload;
    return message;
}

std::string encode_message_id(std::string_view id) {
    std::string out;
    append_text(out, id, message_id_bytes_max);
    return out;
}

std::string parse_message_id(std::string_view body) {
    // Some centres leave the NUL out.
    return std::string(body.substr(0, std::min(body.find('\0'), message_id_bytes_max - 1)));
}

}  // namespace herald::smpp
