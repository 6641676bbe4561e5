#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace herald::sandbox {

/// How often each notification was taken, by the id that its sender gave. For tests that look for messages sent twice.
class Record {
public:
    void add(const std::string& notification_id) { repeats_ += ++times_[notification_id] == 2; }
    std::size_t distinct() const { return times_.size(); }
    std::size_t more_than_once() const { return repeats_; }
    /// `{"<notification id>": times, …}`.
    std::string to_json() const;

private:
    std::unordered_map<std::string, std::uint32_t> times_;
    std::size_t repeats_ = 0;
};

}  // namespace herald::sandbox
