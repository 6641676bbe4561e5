// How many recipients a second one core reads and checks.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "recipients/email_address.h"
#include "recipients/phone_number.h"
#include "recipients/postal_address_check.h"

namespace {

using namespace herald::recipients;

constexpr int samples = 4096;

template <class Make>
std::vector<std::string> make_samples(Make make) {
    std::mt19937 random(2026);
    std::vector<std::string> made;
    for (int i = 0; i < samples; ++i) made.push_back(make(random));
    return made;
}

std::string digits(std::mt19937& random, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += static_cast<char>('0' + random() % 10);
    return out;
}

/// As spreadsheets hold them: mostly 07…, some with spaces, some with the country code.
std::string uk_number(std::mt19937& random) {
    const std::string rest = digits(random, 8);
    switch (random() % 4) {
        case 0:
            return "+447" + rest + "0";
        case 1:
            return "07" + rest.substr(0, 3) + " " + rest.substr(3) + "5";
        default:
            return "07" + rest + "9";
    }
}

std::string international_number(std::mt19937& random) {
    switch (random() % 4) {
        case 0:
            return "+336" + digits(random, 8);
        case 1:
            return "+35386" + digits(random, 7);
        case 2:
            return "+4915" + digits(random, 9);
        default:
            return "+1202" + digits(random, 7);
    }
}

std::string address(std::mt19937& random) {
    static constexpr const char* ends[] = {"pl13 1aa", "EC1A 1BB\nEngland", "JE2 4WE", "75001 Paris\nFrance", "Looe"};
    return "Amala Okonkwo-Bird,\n" + digits(random, 2) + "  Quay Lane\nWest Looe , near the bridge\n" +
           ends[random() % 5];
}

std::string email_address(std::mt19937& random) {
    return "amala.okonkwo+" + digits(random, 6) + "@Quayside.Example.org";
}

/// Calls `read` for one sample after the other.
template <class Read>
void read_all(benchmark::State& state, const std::vector<std::string>& texts, Read read) {
    std::size_t at = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(read(texts[at]));
        at = (at + 1) % texts.size();
    }
    state.SetItemsProcessed(state.iterations());
}

void uk_numbers(benchmark::State& state) {
    // Now and then a generated number is a pager's or a crown dependency's; what is measured is the UK's own.
    std::vector<std::string> numbers = make_samples(uk_number);
    std::erase_if(numbers, [](const std::string& typed) {
        const auto number = parse_phone_number(typed);
        return number.index() != 0 || std::get<PhoneNumber>(number).international;
    });
    read_all(state, numbers, [](const std::string& typed) { return parse_phone_number(typed); });
}
BENCHMARK(uk_numbers);

void international_numbers(benchmark::State& state) {
    read_all(state, make_samples(international_number),
             [](const std::string& typed) { return parse_phone_number(typed); });
}
BENCHMARK(international_numbers);

void email_addresses(benchmark::State& state) {
    read_all(state, make_samples(email_address), [](const std::string& typed) { return parse_email_address(typed); });
}
BENCHMARK(email_addresses);

void postal_addresses(benchmark::State& state) {
    read_all(state, make_samples(address),
             [](const std::string& block) { return check_address(read_postal_address(block), true); });
}
BENCHMARK(postal_addresses);

}  // namespace

BENCHMARK_MAIN();
