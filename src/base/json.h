#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"

namespace herald {

class JsonDocument;

/// One value inside a JsonDocument: a view as cheap to copy as a string_view, valid as long as the document (moving
/// the document does not invalidate it). Asking for a member or element that is not there gives an `absent` value,
/// so that a chain such as `document["mail"]["messageId"].as_string()` needs no checks on its way.
class JsonValue {
public:
    enum class Type : std::uint8_t { absent, null, boolean, number, string, array, object };

    JsonValue() = default;

    Type type() const { return node_ ? node_->type : Type::absent; }
    bool exists() const { return node_ != nullptr; }
    bool is_null() const { return type() == Type::null; }
    bool is_bool() const { return type() == Type::boolean; }
    bool is_number() const { return type() == Type::number; }
    bool is_string() const { return type() == Type::string; }
    bool is_array() const { return type() == Type::array; }
    bool is_object() const { return type() == Type::object; }

    /// The content of a string (decoded), the literal of a number exactly as it was written (`1e3`, `NaN`, sixty
    /// digits), empty for anything else.
    std::string_view text() const;
    /// Nothing unless it is a string.
    std::optional<std::string_view> as_string() const;
    std::optional<bool> as_bool() const;
    /// Nothing unless it is a number without fraction and exponent that fits.
    std::optional<std::int64_t> as_integer() const;
    /// Any number; may be an infinity or NaN, which are accepted as input.
    std::optional<double> as_double() const;

    /// Number of elements or members; 0 for anything else.
    std::size_t size() const;
    /// Element of an array.
    JsonValue operator[](std::integral auto index) const { return element(static_cast<std::size_t>(index)); }
    /// Member of an object, found by looking through them.
    JsonValue operator[](std::string_view name) const;
    JsonValue operator[](const char* name) const { return (*this)[std::string_view(name)]; }
    /// Name and value of the object's n-th member, in the order of the text.
    std::string_view member_name(std::size_t index) const;
    JsonValue member_value(std::size_t index) const;

    /// Compact JSON.
    std::string to_json() const;

private:
    friend class JsonDocument;
    friend class JsonBuilder;
    /// Arrays and objects hold where their children start in the document's nodes, and how many there are; an
    /// object's children are name, value, name, value….
    struct Node {
        Type type;
        bool flag;
        std::uint32_t size;  ///< bytes of text, elements or members
        union {
            const char* text;
            std::uint32_t first;
        };
    };
    JsonValue(const Node* node, const Node* nodes) : node_(node), nodes_(nodes) {}
    JsonValue element(std::size_t index) const;
    const Node* child(std::size_t index) const { return nodes_ + node_->first + index; }

    const Node* node_ = nullptr;
    const Node* nodes_ = nullptr;
};

/// Parsed JSON that owns its text. Moves, does not copy.
class JsonDocument {
public:
    /// Containers within containers; deeper input is refused, so that nothing that walks a document can overflow.
    static constexpr std::size_t depth_max = 64;

    /// Takes what the contract's public-api §0 takes: UTF-8 with or without byte order mark, UTF-16 and UTF-32, `NaN`,
    /// `Infinity` and `-Infinity`; of a repeated key the last value counts. Nothing for other text, for empty text,
    /// for lone surrogates and for what is nested too deeply.
    static std::optional<JsonDocument> parse(std::string_view text);

    /// The document `{}`.
    static JsonDocument empty_object();

    JsonValue root() const { return {&nodes_.back(), nodes_.data()}; }
    JsonValue operator[](std::string_view name) const { return root()[name]; }

private:
    friend class JsonBuilder;
    using Node = JsonValue::Node;
    JsonDocument() = default;

    std::unique_ptr<char[]> text_;
    std::vector<Node> nodes_;  ///< children before their parents, the root last
};

}  // namespace herald
