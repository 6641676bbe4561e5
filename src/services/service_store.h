#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/settings.h"
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

/// Values of `service_callbacks.callback_type` (contract public-api §7).
enum class CallbackType { delivery_status, complaint, inbound_sms, returned_letter };
std::string_view to_text(CallbackType type);
std::optional<CallbackType> callback_type_from_text(std::string_view text);

/// How much a service may send in a UTC day, per channel (data-model §4).
struct MessageLimits {
    std::int64_t email, sms, letter, international_sms;
};
MessageLimits default_limits(bool live);

/// The greatest number of messages a day or requests a minute: a 32-bit integer, as in the reference's database.
inline constexpr std::int64_t limit_max = 2'147'483'647;

/// What is set changes; numbers from 0 to `limit_max`.
struct LimitChange {
    std::optional<std::int64_t> email, sms, letter, international_sms;  ///< messages a day
    std::optional<std::int64_t> rate;                                   ///< requests a minute and kind of key
};
struct NameChange {
    std::optional<std::string> name;
    std::optional<bool> prefix_sms;  ///< whether texts begin with the name
};

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

/// What the sealer is told that it seals.
inline constexpr std::string_view api_key_secret_context = "api_keys.secret";
inline constexpr std::string_view bearer_token_context = "service_callbacks.bearer_token";

/// Bumps the change number inside the transaction of a change; false when there is no such service.
bool bump_change_number(db::Transaction& tx, Uuid id);
/// What the caches compare; nothing when there is no such service.
std::optional<std::int64_t> read_change_number(db::Transaction& tx, Uuid id);

/// The rows of services and of what belongs to them. Every function works inside the caller's transaction; every
/// change bumps `change_number` in it, so that caches notice, and the caller calls `Directory::forget` afterwards.
/// A change of a service that does not exist is a Refusal. Two callers who race for a name: one gets UniqueViolation.
class ServiceStore {
public:
    ServiceStore(const Clock& clock, IdSource& ids, const crypto::Sealer& sealer,
                 PlainHttpCallbacks plain_http = PlainHttpCallbacks::loopback)
        : clock_(clock), ids_(ids), sealer_(sealer), plain_http_(plain_http) {}

    /// The id. Writes the service, its history, permissions, default text message sender and callback.
    std::variant<Uuid, Refusal> create(db::Transaction& tx, const NewService& service) const;
    /// Live or trial mode, with the limits that go with it; a new version in the history.
    std::optional<Refusal> set_live(db::Transaction& tx, Uuid id, bool live) const;
    /// Where recipients of its files can ask about them: a URL, an email address or a phone number; empty: nowhere, and
    /// it may send no files. A new version in the history.
    std::optional<Refusal> set_contact_link(db::Transaction& tx, Uuid id, const std::string& contact_link) const;
    std::optional<Refusal> set_permissions(db::Transaction& tx, Uuid id,
                                           const std::vector<std::string>& permissions) const;
    /// What is set changes; a new version in the history.
    std::optional<Refusal> set_limits(db::Transaction& tx, Uuid id, const LimitChange& change) const;
    std::optional<Refusal> set_names(db::Transaction& tx, Uuid id, const NameChange& change) const;
    /// Replaces the endpoint of that type; see check_callback. The token is stored sealed.
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

    /// Phone numbers, then email addresses, as they were typed.
    std::vector<std::string> list_guests(db::Transaction& tx, Uuid id) const;

    /// Oldest first, archived ones included; at most `limit`, after the service `after` (both in `created_at`, `id`
    /// order).
    std::vector<ServiceSummary> list(db::Transaction& tx, std::optional<Uuid> after = std::nullopt,
                                     int limit = 250) const;
    std::optional<Uuid> find_by_name(db::Transaction& tx, std::string_view name) const;

private:
    void write_callback(db::Transaction& tx, Uuid id, CallbackType type, const CallbackEndpoint& endpoint) const;
    void write_permissions(db::Transaction& tx, Uuid id, std::span<const std::string> permissions) const;

    const Clock& clock_;
    IdSource& ids_;
    const crypto::Sealer& sealer_;
    PlainHttpCallbacks plain_http_;
};

/// Nothing when there is no such service.
std::optional<std::string> read_service_name(db::Transaction& tx, Uuid id);

/// For `/_status/live-service-and-organisation-counts` (public-api §3.7).
LiveCounts read_live_counts(db::Transaction& tx);

/// The whole snapshot of a service as of `now`; null when there is no such service. Throws StoreError when something
/// sealed does not open: the installation's secret is not the one it was sealed under.
ServicePtr load_service(db::Transaction& tx, const crypto::Sealer& sealer, Uuid id, Timestamp now);

}  // namespace herald::services
