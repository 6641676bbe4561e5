// What a message centre sends: a stream of bytes, cut into units, each read as whatever it may be.

#include <cstdlib>

#include "smpp/alphabet.h"
#include "smpp/messages.h"
#include "smpp/pdu.h"
#include "smpp/receipt.h"
#include "smpp/segment.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace herald::smpp;
    PduReader reader;
    reader.feed({reinterpret_cast<const char*>(data), size});
    std::size_t units = 0;
    while (const auto pdu = reader.next()) {
        if (++units > size / 16) std::abort();
        (void)parse_bind(pdu->body);
        (void)parse_message_id(pdu->body);
        const auto message = parse_short_message(pdu->body);
        if (!message) continue;
        (void)to_utf8(message->content, message->data_coding);
        const Carried carried = read_carried(*message);
        if (!message->content.ends_with(carried.content)) std::abort();
        if (const auto& segment = carried.segment)
            if (segment->number == 0 || segment->number > segment->total) std::abort();
        const auto receipt = read_receipt(*message);
        if (receipt && receipt->message_id.empty()) std::abort();
        // What was read can be written, and says the same.
        const auto again = parse_short_message(encode(*message));
        if (!again || again->destination.text != message->destination.text.substr(0, 20)) std::abort();
    }
    return 0;
}
