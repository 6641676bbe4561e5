#include "smpp/pdu.h"

#include "smpp/bytes.h"

namespace herald::smpp {
namespace {

constexpr std::size_t header_bytes = 16;

std::string encode_raw(std::uint32_t command, std::uint32_t status, std::uint32_t sequence, std::string_view body) {
    std::string out;
    out.reserve(header_bytes + body.size());
    append_number(out, static_cast<std::uint32_t>(header_bytes + body.size()), 4);
    append_number(out, command, 4);
    append_number(out, status, 4);
    append_number(out, sequence, 4);
    out += body;
    return out;
}

}  // namespace

std::string encode(const Pdu& pdu) {
    return encode_raw(pdu.command, pdu.status, pdu.sequence, pdu.body);
}

std::string encode(Command command, std::uint32_t sequence, std::string_view body) {
    return encode_raw(static_cast<std::uint32_t>(command), 0, sequence, body);
}

std::string encode_response(const Pdu& request, std::uint32_t status, std::string_view body) {
    return encode_raw(request.command | response_bit, status, request.sequence, body);
}

std::optional<Pdu> PduReader::next() {
    ByteReader header(std::string_view(unread_).substr(at_));
    const std::uint32_t length = header.number(4);
    if (!header.ok() || broken_) return std::nullopt;
    if (length < header_bytes || length > bytes_max) {
        broken_ = true;
        return std::nullopt;
    }
    if (unread_.size() - at_ < length) {
        // What is left of a unit moves to the front once for all that was read before it.
        unread_.erase(0, at_);
        at_ = 0;
        return std::nullopt;
    }
    Pdu pdu;
    pdu.command = header.number(4);
    pdu.status = header.number(4);
    pdu.sequence = header.number(4);
    pdu.body = header.take(length - header_bytes);
    at_ += length;
    if (at_ == unread_.size()) {
        unread_.clear();
        at_ = 0;
    }
    return pdu;
}

}  // namespace herald::smpp
