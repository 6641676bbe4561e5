#include <rapidjson/reader.h>

#include <cstring>
#include <limits>
#include <unordered_map>

#include "base/json.h"
#include "base/json_encoding.h"

namespace herald {

namespace {

/// With this many members and more, repeated keys are looked for by hash: comparing each with each would let a body of
/// a few megabytes take minutes.
constexpr std::size_t members_compared_pairwise_max = 16;

/// Zeros after the text. RapidJSON reads all bytes that the first one of a character promises before it looks at any,
/// so it goes up to three beyond the end of a text that is cut in the middle of a character.
constexpr std::size_t padding_bytes = 4;

/// RapidJSON lets a lone `\udc00` through, as the three bytes that a surrogate would take in UTF-8.
bool has_surrogate(std::string_view text) {
    std::size_t at = 0;
    while ((at = text.find('\xED', at)) != std::string_view::npos) {
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
        ++at;
    }
    return false;
}

}  // namespace

/// Receives RapidJSON's events and lays the values out as the document keeps them. Numbers come as they were written,
/// because messages and texts show them so.
class JsonBuilder {
public:
    using Node = JsonValue::Node;
    using Type = JsonValue::Type;

    static std::optional<JsonDocument> build(std::unique_ptr<char[]> text, std::size_t size) {
        JsonBuilder builder;
        builder.open_.reserve(32);
        builder.done_.reserve(32);
        constexpr auto flags = rapidjson::kParseInsituFlag | rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseNanAndInfFlag;
        rapidjson::InsituStringStream stream(text.get());
        rapidjson::Reader reader;
        if (reader.Parse<flags>(stream, builder).IsError()) return std::nullopt;
        // The parser takes a zero byte for the end of its input.
        if (stream.Tell() != size) return std::nullopt;
        JsonDocument document;
        document.text_ = std::move(text);
        document.nodes_ = std::move(builder.done_);
        document.nodes_.push_back(builder.open_.back());
        return document;
    }

    bool Null() { return add({Type::null, false, 0, {}}); }
    bool Bool(bool flag) { return add({Type::boolean, flag, 0, {}}); }
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }
    bool RawNumber(const char* literal, rapidjson::SizeType size, bool) {
        const char kind = literal[literal[0] == '-' ? 1 : 0];
        const std::string_view number(literal, size);
        // RapidJSON knows more spellings of these than JSON's extension has.
        if (kind == 'N' && number != "NaN") return false;
        if (kind == 'I' && number != "Infinity" && number != "-Infinity") return false;
        return add({Type::number, false, size, {literal}});
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        return !has_surrogate({text, size}) && add({Type::string, false, size, {text}});
    }
    bool Key(const char* text, rapidjson::SizeType size, bool copy) { return String(text, size, copy); }
    bool StartObject() { return ++depth_ <= JsonDocument::depth_max; }
    bool StartArray() { return ++depth_ <= JsonDocument::depth_max; }
    bool EndArray(rapidjson::SizeType size) { return close(Type::array, size, size); }
    bool EndObject(rapidjson::SizeType size) {
        const std::size_t kept = drop_repeated(size);
        return close(Type::object, kept, 2 * kept);
    }

private:
    bool add(Node node) {
        open_.push_back(node);
        return true;
    }

    bool close(Type type, std::size_t size, std::size_t children) {
        --depth_;
        if (done_.size() + children > std::numeric_limits<std::uint32_t>::max()) return false;
        Node node{type, false, static_cast<std::uint32_t>(size), {}};
        node.first = static_cast<std::uint32_t>(done_.size());
        const auto begin = open_.end() - static_cast<std::ptrdiff_t>(children);
        done_.insert(done_.end(), begin, open_.end());
        open_.erase(begin, open_.end());
        return add(node);
    }

    static std::string_view text_of(const Node& node) { return {node.text, node.size}; }

    /// Of a repeated key the first place and the last value stay. Returns how many members are left.
    std::size_t drop_repeated(std::size_t size) {
        Node* const members = open_.data() + (open_.size() - 2 * size);
        std::unordered_map<std::string_view, std::size_t> places;
        const bool by_hash = size > members_compared_pairwise_max;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::string_view name = text_of(members[2 * i]);
            std::size_t place = kept;
            if (by_hash) {
                place = places.emplace(name, kept).first->second;
            } else {
                for (place = 0; place < kept && text_of(members[2 * place]) != name;) ++place;
            }
            members[2 * place + 1] = members[2 * i + 1];
            if (place == kept) members[2 * kept++] = members[2 * i];
        }
        open_.resize(open_.size() - 2 * (size - kept));
        return kept;
    }

    std::vector<Node> open_;  ///< finished values whose container is not finished
    std::vector<Node> done_;
    std::size_t depth_ = 0;
};

std::optional<JsonDocument> JsonDocument::parse(std::string_view text) {
    const DetectedEncoding detected = detect_json_encoding(text);
    text.remove_prefix(detected.mark_bytes);
    std::optional<std::string> converted;
    if (detected.encoding != JsonEncoding::utf8) {
        converted = to_utf8(text, detected.encoding);
        if (!converted) return std::nullopt;
        text = *converted;
    }
    if (text.size() >= std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    auto copy = std::make_unique_for_overwrite<char[]>(text.size() + padding_bytes);
    std::memcpy(copy.get(), text.data(), text.size());
    std::memset(copy.get() + text.size(), 0, padding_bytes);
    return JsonBuilder::build(std::move(copy), text.size());
}

JsonDocument JsonDocument::empty_object() {
    JsonDocument document;
    document.nodes_.push_back({JsonValue::Type::object, false, 0, {}});
    return document;
}

}  // namespace herald
