#include "smpp/segment.h"

#include "smpp/bytes.h"

namespace herald::smpp {
namespace {

/// Information elements of a user data header that concatenate, with 8 and with 16 bits of reference.
constexpr std::uint32_t short_concatenation = 0x00;
constexpr std::uint32_t long_concatenation = 0x08;

std::optional<Segment> sensible(const Segment& segment) {
    if (segment.total < 2 || segment.number == 0 || segment.number > segment.total) return std::nullopt;
    return segment;
}

Segment read_element(std::string_view element, int reference_bytes) {
    ByteReader reader(element);
    Segment segment;
    segment.reference = static_cast<std::uint16_t>(reader.number(reference_bytes));
    segment.total = static_cast<std::uint8_t>(reader.number(1));
    segment.number = static_cast<std::uint8_t>(reader.number(1));
    return reader.ok() ? segment : Segment{};
}

/// `header` without its length.
std::optional<Segment> segment_in(std::string_view header) {
    ByteReader reader(header);
    while (!reader.left().empty()) {
        const std::uint32_t kind = reader.number(1);
        const std::string_view element = reader.take(reader.number(1));
        if (kind == short_concatenation) return sensible(read_element(element, 1));
        if (kind == long_concatenation) return sensible(read_element(element, 2));
    }
    return std::nullopt;
}

std::optional<Segment> segment_in_parameters(const ShortMessage& message) {
    const std::string* reference = message.find(tag::sar_msg_ref_num);
    const std::string* total = message.find(tag::sar_total_segments);
    const std::string* number = message.find(tag::sar_segment_seqnum);
    if (reference == nullptr || total == nullptr || number == nullptr) return std::nullopt;
    return sensible(read_element(*reference + *total + *number, 2));
}

}  // namespace

Carried read_carried(const ShortMessage& message) {
    Carried carried{message.content, segment_in_parameters(message)};
    if ((message.esm_class & esm_udh) == 0 || carried.content.empty()) return carried;
    const std::size_t header = static_cast<unsigned char>(carried.content[0]);
    if (header + 1 > carried.content.size()) return carried;
    if (const auto segment = segment_in(carried.content.substr(1, header))) carried.segment = segment;
    carried.content.remove_prefix(header + 1);
    return carried;
}

}  // namespace herald::smpp
