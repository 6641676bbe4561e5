#include "notifications/search_grams.h"

#include <algorithm>
#include <span>

namespace herald::notifications {
namespace {

constexpr unsigned block_bits = 6, page_bits = 6;
static_assert(blocks_per_segment == 1U << block_bits && pages_per_segment == 1U << page_bits);

/// FNV-1a, and what spreads its upper bits, of which the page is made.
Gram hash(SearchField field, std::string_view sequence) {
    std::uint32_t value = 2'166'136'261U;
    const auto mix = [&value](std::uint8_t byte) { value = (value ^ byte) * 16'777'619U; };
    mix(static_cast<std::uint8_t>(field));
    for (const char c : sequence) mix(static_cast<std::uint8_t>(c));
    value ^= value >> 16U;
    value *= 0x85eb'ca6bU;
    value ^= value >> 13U;
    value *= 0xc2b2'ae35U;
    return value ^ value >> 16U;
}

/// Numbers are so alike that it takes longer sequences to tell them apart.
std::span<const std::size_t> lengths_of(SearchField field) {
    static constexpr std::array<std::size_t, 3> of_numbers{1, 3, 5}, of_texts{1, 2, 3};
    return field == SearchField::sms ? of_numbers : of_texts;
}

/// A gram's entry for a block: what the page does not say about the gram, then the block.
std::uint32_t entry_of(Gram gram, std::size_t block) {
    return gram << page_bits | static_cast<std::uint32_t>(block);
}

std::uint32_t read_entry(std::string_view page, std::size_t index) {
    std::uint32_t entry = 0;
    for (std::size_t i = 0; i < 4; ++i) entry = entry << 8U | static_cast<std::uint8_t>(page[index * 4 + i]);
    return entry;
}

}  // namespace

SearchField search_field(services::Channel channel) {
    switch (channel) {
        case services::Channel::sms:
            return SearchField::sms;
        case services::Channel::email:
            return SearchField::email;
        case services::Channel::letter:
            break;
    }
    return SearchField::letter;
}

std::size_t page_of(Gram gram) {
    return gram >> (32U - page_bits);
}

std::vector<Gram> grams_to_look_for(SearchField field, std::string_view part) {
    // More of them tell little more.
    constexpr std::size_t grams_max = 6;
    std::vector<Gram> grams;
    std::size_t length = 0;
    for (const std::size_t possible : lengths_of(field))
        if (possible <= part.size()) length = possible;
    if (length == 0) return grams;
    const std::size_t count = part.size() - length + 1;
    const std::size_t step = std::max<std::size_t>(1, count / grams_max);
    for (std::size_t at = 0; at < count && grams.size() < grams_max; at += step)
        grams.push_back(hash(field, part.substr(at, length)));
    return grams;
}

void SegmentMaker::add(std::size_t block, SearchField field, std::string_view text) {
    for (const std::size_t length : lengths_of(field)) {
        for (std::size_t at = 0; at + length <= text.size(); ++at) {
            const Gram gram = hash(field, text.substr(at, length));
            entries_[page_of(gram)].push_back(entry_of(gram, block));
        }
    }
}

std::array<std::string, pages_per_segment> SegmentMaker::finish() {
    std::array<std::string, pages_per_segment> pages;
    for (std::size_t page = 0; page < pages.size(); ++page) {
        auto& entries = entries_[page];
        std::sort(entries.begin(), entries.end());
        entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
        pages[page].reserve(entries.size() * 4);
        for (const std::uint32_t entry : entries)
            for (unsigned shift = 32; shift > 0; shift -= 8) pages[page] += static_cast<char>(entry >> (shift - 8));
    }
    return pages;
}

BlockSet blocks_with(std::string_view page, Gram gram) {
    const std::uint32_t first = entry_of(gram, 0), last = entry_of(gram, blocks_per_segment - 1);
    std::size_t low = 0, high = page.size() / 4;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (read_entry(page, middle) < first) low = middle + 1;
        else high = middle;
    }
    BlockSet blocks = 0;
    for (; low < page.size() / 4; ++low) {
        const std::uint32_t entry = read_entry(page, low);
        if (entry > last) break;
        blocks |= BlockSet{1} << (entry & (blocks_per_segment - 1));
    }
    return blocks;
}

}  // namespace herald::notifications
