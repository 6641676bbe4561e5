#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/channel.h"

/// The index behind the search of messages: which stretches of messages, called blocks, hold a text of which somebody
/// knows a part. A text is taken apart into grams, all its sequences of 1, 2 or 3 bytes (of numbers 1, 3 and 5); what
/// is searched can only stand in a block that has all of its grams. A block that is named for nothing costs a look into
/// it, no more.
namespace herald::notifications {

enum class SearchField : std::uint8_t { sms, email, letter, reference };

/// The field of a channel's recipients.
SearchField search_field(services::Channel channel);

inline constexpr std::size_t blocks_per_segment = 64;
inline constexpr std::size_t pages_per_segment = 64;

/// A set of a segment's blocks, a bit each.
using BlockSet = std::uint64_t;

/// Grams are hashes, which say which page of a segment knows about them.
using Gram = std::uint32_t;
std::size_t page_of(Gram gram);

/// Of what is searched: the grams that a text which contains it has. Some of them, if there are many; none of an empty
/// text, which every text contains.
std::vector<Gram> grams_to_look_for(SearchField field, std::string_view part);

/// Collects what the texts of a segment's blocks are made of.
class SegmentMaker {
public:
    void add(std::size_t block, SearchField field, std::string_view text);
    /// The pages as they are stored: 4 bytes, the higher ones first, for each gram in each block, in order.
    std::array<std::string, pages_per_segment> finish();

private:
    std::array<std::vector<std::uint32_t>, pages_per_segment> entries_;
};

/// The blocks that have this gram. `page`: the gram's, as it is stored.
BlockSet blocks_with(std::string_view page, Gram gram);

}  // namespace herald::notifications
