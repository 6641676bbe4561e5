#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/log.h"

namespace herald::test {

/// Takes what is logged for as long as it lives; one at a time, for what is logged on one thread.
class CapturedLog {
public:
    CapturedLog() {
        clear();
        log::set_sink([](std::string_view line) { kept().emplace_back(line); });
    }
    ~CapturedLog() { log::set_sink(nullptr); }
    CapturedLog(const CapturedLog&) = delete;
    CapturedLog& operator=(const CapturedLog&) = delete;

    void clear() { kept().clear(); }
    const std::vector<std::string>& lines() const { return kept(); }
    /// All lines, each with its end.
    std::string text() const {
        std::string all;
        for (const auto& line : kept()) all.append(line).append("\n");
        return all;
    }
    /// The lines of an event, parsed.
    std::vector<JsonDocument> of_event(std::string_view event) const {
        std::vector<JsonDocument> found;
        for (const auto& line : kept()) {
            auto parsed = JsonDocument::parse(line);
            if (parsed && parsed->root()["event"].text() == event) found.push_back(std::move(*parsed));
        }
        return found;
    }

private:
    /// The sink is a plain function, so this is the program's.
    static std::vector<std::string>& kept() {
        static std::vector<std::string> lines;
        return lines;
    }
};

}  // namespace herald::test
