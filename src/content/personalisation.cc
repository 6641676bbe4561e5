#include "content/personalisation.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include <algorithm>

#include "base/text.h"

namespace herald::content {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string to_lower(std::string_view text) {
    if (is_ascii(text)) return text::to_lower_ascii(text);
    const std::string valid = text::to_valid_utf8(text);
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8ToLower("", 0, {valid.data(), static_cast<std::int32_t>(valid.size())}, sink, nullptr, status);
    return U_SUCCESS(status) ? out : valid;
}

}  // namespace

std::string normalise_name(std::string_view name) {
    std::string kept;
    kept.reserve(name.size());
    for (const char c : name)
        if (c != ' ' && c != '_' && c != '-') kept += c;
    return to_lower(kept);
}

bool is_same_name(std::string_view a, std::string_view b) {
    return normalise_name(a) == normalise_name(b);
}

Personalisation::Personalisation(std::vector<std::pair<std::string, Value>> named) : values_(std::move(named)) {
    for (auto& entry : values_) entry.first = normalise_name(entry.first);
    const auto is_before = [](const auto& a, const auto& b) { return a.first < b.first; };
    if (!std::is_sorted(values_.begin(), values_.end(), is_before))
        std::stable_sort(values_.begin(), values_.end(), is_before);
    // From the back, so that the last of each name is what `unique` keeps.
    const auto is_same = [](const auto& a, const auto& b) { return a.first == b.first; };
    const auto end = std::unique(values_.rbegin(), values_.rend(), is_same);
    values_.erase(values_.begin(), end.base());
}

void Personalisation::set(std::string_view name, Value value) {
    std::string key = normalise_name(name);
    const auto at = std::lower_bound(values_.begin(), values_.end(), key,
                                     [](const auto& entry, const std::string& k) { return entry.first < k; });
    if (at != values_.end() && at->first == key) {
        at->second = std::move(value);
    } else {
        values_.emplace(at, std::move(key), std::move(value));
    }
}

const Value* Personalisation::find(std::string_view key) const {
    const auto at = std::lower_bound(values_.begin(), values_.end(), key,
                                     [](const auto& entry, std::string_view k) { return entry.first < k; });
    return at != values_.end() && at->first == key ? &at->second : nullptr;
}

}  // namespace herald::content
