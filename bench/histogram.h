#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace herald::bench {

/// Counts times of microseconds to minutes, each within 1.6 % of its value, in constant memory.
class Histogram {
public:
    void add(std::int64_t micros) {
        const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(micros, 0));
        ++counts_[bucket_of(value)];
        ++count_;
        max_ = std::max(max_, value);
    }

    /// The smallest time that `share` (0 to 1) of all do not exceed; microseconds.
    std::uint64_t quantile(double share) const {
        const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen > wanted) return std::min(upper_end(i), max_);
        }
        return max_;
    }
    std::uint64_t max() const { return max_; }
    std::uint64_t count() const { return count_; }

private:
    // 64 buckets for each doubling; values below 64 have a bucket each.
    static constexpr int precision_bits = 6;

    static std::size_t bucket_of(std::uint64_t value) {
        if (value < (1U << precision_bits)) return value;
        const int shift = std::bit_width(value) - precision_bits - 1;
        return (static_cast<std::size_t>(shift + 1) << precision_bits) +
               ((value >> shift) & ((1U << precision_bits) - 1));
    }
    static std::uint64_t upper_end(std::size_t bucket) {
        if (bucket < (1U << precision_bits)) return bucket;
        const auto shift = (bucket >> precision_bits) - 1;
        const auto mantissa = (bucket & ((1U << precision_bits) - 1)) + (1U << precision_bits);
        return ((mantissa + 1) << shift) - 1;
    }

    std::array<std::uint64_t, (64 - precision_bits + 1) << precision_bits> counts_{};
    std::uint64_t count_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace herald::bench
