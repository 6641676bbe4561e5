#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::smpp {

/// Commands of SMPP 3.4 that Herald speaks (contract providers §20.1). The answer to one has `response_bit` set.
enum class Command : std::uint32_t {
    bind_receiver = 0x1,
    bind_transmitter = 0x2,
    submit_sm = 0x4,
    deliver_sm = 0x5,
    unbind = 0x6,
    bind_transceiver = 0x9,
    enquire_link = 0x15,
    data_sm = 0x103,
    generic_nack = 0x80000000,
};
inline constexpr std::uint32_t response_bit = 0x80000000;

/// One protocol data unit: the header's three fields, and the body as it came.
struct Pdu {
    std::uint32_t command = 0;
    std::uint32_t status = 0;    ///< 0 in requests
    std::uint32_t sequence = 0;  ///< 1 to 0x7FFFFFFF, counted by each side for its own requests
    std::string body;

    bool is(Command wanted) const { return command == static_cast<std::uint32_t>(wanted); }
    bool is_response_to(Command wanted) const { return command == (static_cast<std::uint32_t>(wanted) | response_bit); }
    bool is_response() const { return (command & response_bit) != 0; }
};

/// With its header, as it goes over the wire.
std::string encode(const Pdu& pdu);
std::string encode(Command command, std::uint32_t sequence, std::string_view body = {});
std::string encode_response(const Pdu& request, std::uint32_t status, std::string_view body = {});

/// Cuts a stream of bytes into units. After a length that cannot be (under 16 bytes, or over 64 kB) the stream is
/// broken: there is no way to find the next unit.
class PduReader {
public:
    static constexpr std::size_t bytes_max = 64 * 1024;

    void feed(std::string_view bytes) { unread_ += bytes; }
    std::optional<Pdu> next();
    bool is_broken() const { return broken_; }

private:
    std::string unread_;
    std::size_t at_ = 0;
    bool broken_ = false;
};

}  // namespace herald::smpp
