#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::smpp {

/// The body of a bind (contract providers §20.1). Texts longer than their fields are cut.
struct Bind {
    std::string system_id;
    std::string password;
    std::string system_type;
};
std::string encode(const Bind& bind);
std::optional<Bind> parse_bind(std::string_view body);

/// An optional parameter.
struct Tlv {
    std::uint16_t tag = 0;
    std::string value;
};
namespace tag {
inline constexpr std::uint16_t receipted_message_id = 0x001E;
inline constexpr std::uint16_t network_error_code = 0x0423;
inline constexpr std::uint16_t message_payload = 0x0424;
inline constexpr std::uint16_t message_state = 0x0427;
inline constexpr std::uint16_t sar_msg_ref_num = 0x020C;
inline constexpr std::uint16_t sar_total_segments = 0x020E;
inline constexpr std::uint16_t sar_segment_seqnum = 0x020F;
}  // namespace tag

/// Bits of `esm_class`.
inline constexpr std::uint8_t esm_receipt = 0x04;
inline constexpr std::uint8_t esm_intermediate = 0x20;
inline constexpr std::uint8_t esm_type_bits = 0x3C;
inline constexpr std::uint8_t esm_udh = 0x40;

struct Address {
    std::uint8_t ton = 0;  ///< type of number: 1 international, 2 national, 3 network specific, 5 alphanumeric
    std::uint8_t npi = 0;  ///< numbering plan: 1 E.164
    std::string text;
};
/// How a sender is to be declared: alphanumeric, a short code (up to 6 digits), or a number, with its country code or
/// in its national form.
Address sender_address(std::string_view sender);
Address recipient_address(std::string_view digits);

/// The body of submit_sm and deliver_sm, which have the same fields (contract providers §20.2).
struct ShortMessage {
    Address source;
    Address destination;
    std::uint8_t esm_class = 0;
    std::uint8_t registered_delivery = 0;
    std::uint8_t data_coding = 0;
    std::string content;  ///< at most 254 bytes; what is longer is a `message_payload`
    std::vector<Tlv> tlvs;

    const std::string* find(std::uint16_t tag) const;
};
std::string encode(const ShortMessage& message);
/// Takes `message_payload` into `content`. Null when the body ends too early.
std::optional<ShortMessage> parse_short_message(std::string_view body);

/// The body of submit_sm_resp.
std::string encode_message_id(std::string_view id);
/// Empty when there is none.
std::string parse_message_id(std::string_view body);

}  // namespace herald::smpp
