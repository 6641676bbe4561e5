#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::content {

struct Fence {
    std::string_view text;  ///< what stands between the fences
    std::size_t end;        ///< behind the closing fence and the newlines after it
};

/// Finds fenced stretches of one text. Remembers which fences are never closed, so that many open ones cost no more
/// than one pass each.
class FenceFinder {
public:
    explicit FenceFinder(std::string_view text) : text_(text) {}

    /// Three or more backticks or tildes at the line that starts at `at`, up to the same again.
    std::optional<Fence> find(std::size_t at);

private:
    std::string_view text_;
    std::vector<std::string_view> unclosed_;
};

}  // namespace herald::content
