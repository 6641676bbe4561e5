#include "sandbox/record.h"

#include "base/json_writer.h"

namespace herald::sandbox {

std::string Record::to_json() const {
    std::string text;
    text.reserve(times_.size() * 42 + 2);
    JsonWriter out(text);
    out.begin_object();
    for (const auto& [notification_id, times] : times_) out.member(notification_id, times);
    out.end_object();
    return text;
}

}  // namespace herald::sandbox
