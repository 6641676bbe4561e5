#include "letters/rates.h"

#include <array>
#include <iterator>

namespace herald::letters {
namespace {

constexpr std::int64_t sheets_max = 5;

struct Price {
    std::string_view from;
    Postage postage;
    std::array<double, sheets_max> pounds;
};
constexpr Price prices[] = {
#include "letters/rates.inc"
};

std::array<Timestamp, std::size(prices)> starts_of_prices() {
    std::array<Timestamp, std::size(prices)> starts;
    for (std::size_t i = 0; i < starts.size(); ++i) starts[i] = Timestamp::parse_iso(prices[i].from).value();
    return starts;
}

}  // namespace

double letter_rate_at(Timestamp created_at, std::int64_t sheets, Postage postage) {
    static const auto starts = starts_of_prices();
    if (sheets < 1 || sheets > sheets_max) return 0;
    double pounds = 0;
    for (std::size_t i = 0; i < starts.size(); ++i)
        if (prices[i].postage == postage && starts[i] <= created_at)
            pounds = prices[i].pounds[static_cast<std::size_t>(sheets - 1)];
    return pounds;
}

}  // namespace herald::letters
