#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace herald::simulation {

/// Chance by seed. The engine's sequence is fixed by the standard; its distributions are not, so there are none here.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    /// 0 to `below` - 1.
    std::uint64_t below(std::uint64_t below) { return engine_() % below; }
    bool percent(std::uint64_t chance) { return below(100) < chance; }

private:
    std::mt19937_64 engine_;
};

/// What happened, as one number: two runs of one seed must give the same.
class Trace {
public:
    void add(std::string_view text) {
        for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    }
    std::uint64_t hash() const { return hash_; }

private:
    std::uint64_t hash_ = 14'695'981'039'346'656'037U;
};

}  // namespace herald::simulation
