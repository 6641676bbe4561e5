#include "content/typography.h"

#include <optional>

#include "base/find_any.h"
#include "base/text.h"
#include "content/quotes.h"

namespace herald::content {
namespace {

constexpr std::string_view open_single = "\u2018";
constexpr std::string_view close_single = "\u2019";
constexpr std::string_view en_dash = "\u2013";
constexpr std::string_view em_dash = "\u2014";

/// The start of the white-space-delimited chunk that `at` is in, not before `from`.
std::size_t chunk_begin(std::string_view source, std::size_t at, std::size_t from) {
    while (at > from) {
        std::size_t before = at - 1;
        while (before > from && (static_cast<unsigned char>(source[before]) & 0xC0) == 0x80) --before;
        if (text::is_space(text::decode(source, before).value)) break;
        at = before;
    }
    return at;
}

std::size_t chunk_end(std::string_view source, std::size_t at) {
    while (at < source.size()) {
        const text::CodePoint c = text::decode(source, at);
        if (text::is_space(c.value)) break;
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
std::string straighten_addresses(std::string source) {
    if (source.find('@') == std::string::npos) return source;
    std::string out;
    out.reserve(source.size());
    std::size_t done = 0;
    for (std::size_t sign = source.find('@'); sign != std::string::npos; sign = source.find('@', done)) {
        const std::size_t begin = chunk_begin(source, sign, done);
        const std::size_t end = chunk_end(source, sign);
        const std::string_view chunk = std::string_view(source).substr(begin, end - begin);
        out.append(source, done, begin - done);
        // An @ with something on both sides: not only at the ends.
        const bool is_address =
            chunk.size() > 2 && chunk.substr(0, chunk.size() - 1).find('@', 1) != std::string_view::npos;
        if (is_address) append_with_straight_quotes(out, chunk);
        else out += chunk;
        done = end;
    }
    return out.append(source, done);
}

std::size_t dash_length(std::string_view rest) {
    if (rest.starts_with('-')) return 1;
    return rest.starts_with(en_dash) || rest.starts_with(em_dash) ? en_dash.size() : 0;
}

/// The white space that ends directly before `at`, not before `from`: where it begins.
std::optional<std::size_t> space_before(std::string_view source, std::size_t at, std::size_t from) {
    if (at == from) return std::nullopt;
    std::size_t begin = at - 1;
    while (begin > from && (static_cast<unsigned char>(source[begin]) & 0xC0) == 0x80) --begin;
    return text::is_space(text::decode(source, begin).value) ? std::optional(begin) : std::nullopt;
}

/// White space, one to three dashes, white space become a space, an en dash and a space (step 4).
std::string lengthen_dashes(std::string source) {
    constexpr int dashes_max = 3;
    std::string out;
    std::size_t done = 0;
    // En and em dashes begin with E2.
    for (std::size_t at = text::find_any<'-', '\xE2'>(source, 0); at < source.size();
         at = text::find_any<'-', '\xE2'>(source, at + 1)) {
        const auto before = space_before(source, at, done);
        if (!before) continue;
        std::size_t end = at;
        for (int dashes = 0; dashes < dashes_max; ++dashes) end += dash_length(std::string_view(source).substr(end));
        if (end == at || end == source.size()) continue;
        const text::CodePoint behind = text::decode(source, end);
        if (!text::is_space(behind.value)) continue;
        out.append(source, done, *before - done).append(" ").append(en_dash).append(" ");
        done = end + behind.bytes;
        at = done - 1;
    }
    if (done == 0) return source;
    return out.append(source, done);
}

}  // namespace

std::string apply_typography(std::string_view source) {
    return lengthen_dashes(straighten_addresses(curl_quotes(text::tighten(source))));
}

}  // namespace herald::content
