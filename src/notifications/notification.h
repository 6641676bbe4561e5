#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/uuid.h"
#include "letters/postage.h"
#include "notifications/status.h"
#include "services/channel.h"
#include "services/service.h"

namespace herald::notifications {

using services::Channel;
using services::KeyType;

/// A message and what became of it: one row of `notifications`.
struct Notification {
    Uuid id;
    Uuid service_id;
    Uuid template_id;
    std::int64_t template_version = 0;
    std::optional<Uuid> api_key_id;
    KeyType key_type = KeyType::normal;
    std::optional<Uuid> job_id;
    std::optional<std::int64_t> job_row_number;
    Channel channel = Channel::sms;
    Status status = Status::created;
    std::string recipient;             ///< as typed, stripped; a letter's address, its lines joined by newlines
    std::string normalised_recipient;  ///< digits with country code, the lower-case address, or what is searched
    std::string personalisation;       ///< JSON object in clear; empty when there is none. Sealed in the store
    std::optional<std::string> client_reference;
    std::optional<std::string> reference;      ///< the provider's; of a letter ours, for the printer
    std::optional<std::string> reply_to_text;  ///< SMS sender, reply-to or return address, fixed when accepted
    std::optional<std::string> unsubscribe_link;
    std::optional<std::int64_t> document_download_count;  ///< files that came with the request; never 0
    std::int64_t billable_units = 0;                      ///< fragments of a text, sheets of paper of a letter
    std::optional<letters::Postage> postage;              ///< letters
    bool international = false;
    std::optional<std::string> phone_prefix;
    std::optional<double> rate_multiplier;
    std::optional<std::string> sent_by;
    Timestamp created_at;
    std::optional<Timestamp> scheduled_for;  ///< not sent before
    std::optional<Timestamp> sent_at;
    std::optional<Timestamp> updated_at;

    /// Whose turn it waits for: a job has its turn like a service, so that no single message waits for the rows of its
    /// own service's jobs.
    const Uuid& turn_id() const { return job_id ? *job_id : service_id; }

    /// From when on nothing keeps a letter from being printed.
    Timestamp waits_since() const { return scheduled_for ? std::max(*scheduled_for, created_at) : created_at; }

    /// `updated_at` once the status is a completed one, else null (contract public-api §3.1).
    std::optional<Timestamp> completed_at() const { return is_completed(status) ? updated_at : std::nullopt; }
};

}  // namespace herald::notifications
