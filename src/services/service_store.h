#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "services/refusal.h"
#include "services/service.h"

namespace herald::services {

/// Values of `service_permissions` (data-model §2).
inline constexpr std::string_view permission_names[] = {"sms",
                                                        "email",
                                                        "letter",
                                                        "international_sms",
                                                        "international_letters",
                                                        "inbound_sms",
                                                        "email_auth",
                                                        "edit_folder_permissions",
                                                        "sms_to_uk_landlines"};
/// What a new service may do unless told otherwise (data-model §2).
inline constexpr std::string_view default_permissions[] = {"sms", "email", "letter", "international_sms",
                                                           "international_letters"};

/// Values of `service_callbacks.callback_type` that this program sends.
enum class CallbackType { delivery_status, complaint };
std::string_view to_text(CallbackType type);

/// How much a service may send in a UTC day, per channel (data-model §4).
struct MessageLimits {
    std::int64_t email, sms, letter, international_sms;
};
MessageLimits default_limits(bool live);

struct NewService {
    std::string name;
    bool live = false;
    std::vector<std::string> permissions;  ///< empty: the default ones
    std::string sms_sender;                ///< its default sender
    std::optional<CallbackEndpoint> delivery_status_callback;
};

struct TeamMember {
    std::string name;
    std::string email_address;
    std::optional<std::string> mobile_number;
};

/// A row of the list of services.
struct ServiceSummary {
    Uuid id;
    std::string name;
    bool active;
    bool restricted;
    Timestamp created_at;
};

struct LiveCounts {
    std::int64_t services = 0;
    std::int64_t organisations = 0;
};

/// The rows of services and of what belongs to them. Every function works inside the caller's transaction; every
/// change bumps `change_number` in it, so that caches notice, and the caller calls `Directory::forget` afterwards.
/// A change of a service that does not exist is a Refusal. Two callers who race for a name: one gets UniqueViolation.
class ServiceStore {
public:
    ServiceStore(const Clock& clock, IdSource& ids, const crypto::Sealer& sealer)
        : clock_(clock), ids_(ids), sealer_(sealer) {}

    /// The id. Writes the service, its history, permissions, default text message sender and callback.
    std::variant<Uuid, Refusal> create(db::Transaction& tx, const NewService& service) const;
    /// Live or trial mode, with the limits that go with it; a new version in the history.
    std::optional<Refusal> set_live(db::Transaction& tx, Uuid id, bool live) const;
    std::optional<Refusal> set_permissions(db::Transaction& tx, Uuid id,
                                           const std::vector<std::string>& permissions) const;
    /// Replaces the endpoint of that type. The token has at least 10 characters and is stored sealed. https is asked
    /// for except to loopback, where `plain_http` allows more or less.
    std::optional<Refusal> set_callback(db::Transaction& tx, Uuid id, CallbackType type,
                                        const CallbackEndpoint& endpoint) const;
    std::optional<Refusal> remove_callback(db::Transaction& tx, Uuid id, CallbackType type) const;
    /// Adds phone numbers and email addresses; those that are there already stay as they are.
    std::optional<Refusal> add_guests(db::Transaction& tx, Uuid id, const std::vector<std::string>& recipients) const;
    /// Adds the person, made a user if there is none with that address. The user's id.
    std::variant<Uuid, Refusal> add_team_member(db::Transaction& tx, Uuid id, const TeamMember& member) const;
    std::variant<Uuid, Refusal> add_sms_sender(db::Transaction& tx, Uuid id, const std::string& text,
                                               bool is_default) const;
    std::variant<Uuid, Refusal> add_reply_to(db::Transaction& tx, Uuid id, const std::string& email_address,
                                             bool is_default) const;

    /// Oldest first, archived ones included; at most `limit`, after the service `after` (both in `created_at`, `id`
    /// order).
    std::vector<ServiceSummary> list(db::Transaction& tx, std::optional<Uuid> after = std::nullopt,
                                     int limit = 250) const;
    std::optional<Uuid> find_by_name(db::Transaction& tx, std::string_view name) const;
    /// The whole snapshot; null when there is no such service.
    ServicePtr load(db::Transaction& tx, Uuid id) const;
    /// For `/_status/live-service-and-organisation-counts` (public-api §3.7).
    LiveCounts live_counts(db::Transaction& tx) const;

private:
    bool bump(db::Transaction& tx, Uuid id) const;
    void write_history(db::Transaction& tx, Uuid id) const;

    const Clock& clock_;
    IdSource& ids_;
    const crypto::Sealer& sealer_;
};

/// Whether a callback may be stored with this URL: https, or http to loopback (contract public-api §7).
std::optional<Refusal> check_callback(const CallbackEndpoint& endpoint);

}  // namespace herald::services
