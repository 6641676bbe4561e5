#include "jobs/job.h"

#include <algorithm>
#include <array>

#include "base/ids.h"
#include "crypto/hmac.h"

namespace herald::jobs {
namespace {

constexpr std::array<std::string_view, 10> status_names = {"pending",
                                                           "scheduled",
                                                           "in progress",
                                                           "finished",
                                                           "finished all notifications created",
                                                           "sending limits exceeded",
                                                           "cancelled",
                                                           "error",
                                                           "ready to send",
                                                           "sent to dvla"};

}  // namespace

std::string_view to_text(JobStatus status) {
    return status_names[static_cast<std::size_t>(status)];
}

std::optional<JobStatus> job_status_from_text(std::string_view text) {
    const auto found = std::find(status_names.begin(), status_names.end(), text);
    if (found == status_names.end()) return std::nullopt;
    return static_cast<JobStatus>(found - status_names.begin());
}

std::string job_object_name(const Uuid& service_id, const Uuid& job_id) {
    return "service-" + service_id.to_string() + "-notify/" + job_id.to_string() + ".csv";
}

Uuid job_row_id(const Uuid& job_id, Timestamp starts_at, std::int64_t row) {
    std::string seed(reinterpret_cast<const char*>(job_id.bytes.data()), job_id.bytes.size());
    seed += std::to_string(row);
    const crypto::Digest digest = crypto::sha256(seed);
    Uuid id = first_ordered_id(starts_at);
    std::copy(digest.begin(), digest.begin() + 8, id.bytes.begin() + 8);
    // The row's 17 bits come right after the time, between the bits that say which shape of id it is.
    const auto number = static_cast<std::uint64_t>(row);
    id.bytes[6] = static_cast<std::uint8_t>(0x40 | (number >> 13 & 0x0f));
    id.bytes[7] = static_cast<std::uint8_t>(number >> 5);
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (number & 0x1f) << 1 | (digest[0] & 1));
    return id;
}

}  // namespace herald::jobs
