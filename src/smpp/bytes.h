#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace herald::smpp {

inline void append_number(std::string& out, std::uint32_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xFF));
}

/// A C-octet string: cut to what the field holds (`bytes_max` counts the NUL), and at a NUL of its own.
inline void append_text(std::string& out, std::string_view text, std::size_t bytes_max) {
    text = text.substr(0, std::min(text.find('\0'), bytes_max - 1));
    out += text;
    out.push_back('\0');
}

/// Reads a body from front to back. Once something is not there, `ok` is false and all that follows is empty.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : left_(bytes) {}

    std::uint32_t number(int bytes) {
        std::uint32_t value = 0;
        for (const char c : take(static_cast<std::size_t>(bytes))) value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }
    std::string_view text() {
        const auto end = left_.find('\0');
        if (end == std::string_view::npos) {
            fail();
            return {};
        }
        const std::string_view found = left_.substr(0, end);
        left_.remove_prefix(end + 1);
        return found;
    }
    std::string_view take(std::size_t count) {
        if (left_.size() < count) {
            fail();
            return {};
        }
        const std::string_view found = left_.substr(0, count);
        left_.remove_prefix(count);
        return found;
    }
    std::string_view left() const { return left_; }
    bool ok() const { return ok_; }

private:
    void fail() {
        ok_ = false;
        left_ = {};
    }
    std::string_view left_;
    bool ok_ = true;
};

}  // namespace herald::smpp
