#include "content/typography.h"

#include "base/text.h"
#include "content/quotes.h"

namespace herald::content {
namespace {

constexpr std::string_view open_single = "\u2018";
constexpr std::string_view close_single = "\u2019";
constexpr std::string_view en_dash = "\u2013";
constexpr std::string_view em_dash = "\u2014";

/// The end of a stretch of white space, or of anything else, that starts at `at`.
std::size_t stretch_end(std::string_view source, std::size_t at, bool of_space) {
    while (at < source.size()) {
        const text::CodePoint c = text::decode(source, at);
        if (text::is_space(c.value) != of_space) break;
        at += c.bytes;
    }
    return at;
}

void append_with_straight_quotes(std::string& out, std::string_view chunk) {
    for (std::size_t at = 0; at < chunk.size();) {
        const std::string_view rest = chunk.substr(at);
        const bool curly = rest.starts_with(open_single) || rest.starts_with(close_single);
        out += curly ? '\'' : chunk[at];
        at += curly ? open_single.size() : 1;
    }
}

/// Email addresses keep straight apostrophes (step 3).
std::string straighten_addresses(std::string_view source) {
    if (source.find('@') == std::string_view::npos) return std::string(source);
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t chunk_end = stretch_end(source, at, false);
        const std::string_view chunk = source.substr(at, chunk_end - at);
        // An @ with something on both sides: not only at the ends.
        const std::size_t sign = chunk.size() > 2 ? chunk.substr(0, chunk.size() - 1).find('@', 1) : chunk.npos;
        if (sign == chunk.npos) {
            out += chunk;
        } else {
            append_with_straight_quotes(out, chunk);
        }
        at = stretch_end(source, chunk_end, true);
        out += source.substr(chunk_end, at - chunk_end);
    }
    return out;
}

std::size_t dash_length(std::string_view rest) {
    if (rest.starts_with('-')) return 1;
    return rest.starts_with(en_dash) || rest.starts_with(em_dash) ? en_dash.size() : 0;
}

/// White space, one to three dashes, white space become a space, an en dash and a space (step 4).
std::string lengthen_dashes(std::string_view source) {
    constexpr int dashes_max = 3;
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint before = text::decode(source, at);
        std::size_t end = at + before.bytes;
        int dashes = 0;
        if (text::is_space(before.value)) {
            for (std::size_t length = 1; dashes < dashes_max && length > 0;) {
                length = dash_length(source.substr(end));
                end += length;
                if (length > 0) ++dashes;
            }
        }
        const bool spaced = dashes > 0 && end < source.size() && text::is_space(text::decode(source, end).value);
        if (spaced) {
            out += " " + std::string(en_dash) + " ";
            at = end + text::decode(source, end).bytes;
        } else {
            out += source.substr(at, before.bytes);
            at += before.bytes;
        }
    }
    return out;
}

}  // namespace

std::string apply_typography(std::string_view source) {
    return lengthen_dashes(straighten_addresses(curl_quotes(text::tighten(source))));
}

}  // namespace herald::content
