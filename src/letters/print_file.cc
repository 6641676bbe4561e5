#include "letters/print_file.h"

#include "base/london.h"
#include "letters/letter_timings.h"

namespace herald::letters {
namespace {

std::string_view class_in_name(Postage postage) {
    switch (postage) {
        case Postage::first:
            return "1";
        case Postage::second:
            return "2";
        case Postage::economy:
            return "ECONOMY";
        case Postage::europe:
            return "E";
        case Postage::rest_of_world:
            return "N";
    }
    return {};
}

/// `20180113120000`.
std::string compact_utc(Timestamp instant) {
    const std::string iso = instant.to_iso();
    std::string digits;
    for (const char c : iso.substr(0, iso.find('.')))
        if (c >= '0' && c <= '9') digits.push_back(c);
    return digits;
}

}  // namespace

std::string make_reference(const Uuid& random) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    constexpr std::size_t half_bytes = 8, half_characters = 8;
    std::string reference;
    for (std::size_t half = 0; half < 2; ++half) {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < half_bytes; ++i) number = number << 8 | random.bytes[half * half_bytes + i];
        for (std::size_t i = 0; i < half_characters; ++i, number /= alphabet.size())
            reference.push_back(alphabet[number % alphabet.size()]);
    }
    return reference;
}

std::string PrintFile::name() const {
    return "NOTIFY." + reference + ".D." + std::string(class_in_name(postage)) + ".C." + compact_utc(created_at) +
           ".PDF";
}

std::string PrintFile::folder() const {
    const auto local = utc_to_london(created_at);
    const auto date = std::chrono::sys_days(london_date(created_at));
    const auto time_of_day = std::chrono::sys_time<Duration>(Duration(local.micros)) - date;
    return to_iso(LocalDate(time_of_day > cut_off ? date + std::chrono::days(1) : date));
}

std::string scan_object(const PrintFile& file) {
    return "letters-scan/" + file.name();
}
std::string print_object(const PrintFile& file) {
    return "letters-pdf/" + file.folder() + "/" + file.name();
}
std::string test_object(const PrintFile& file) {
    return "test-letters/" + file.name();
}
std::string invalid_object(const PrintFile& file) {
    return "invalid-pdf/" + file.name();
}

}  // namespace herald::letters
