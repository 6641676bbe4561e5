#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "callbacks/endpoint_health.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "services/service.h"

namespace herald::callbacks {

/// A call that has to be made to a service's own endpoint: everything as it was when the event happened (S-094).
struct Callback {
    Uuid id;
    Uuid service_id;
    Uuid notification_id;  ///< what it is about: a message, or a text that was received
    std::string type;      ///< delivery_status, complaint, inbound_sms, returned_letter
    std::string url;       ///< empty: the endpoint that the service has when the call is made
    std::string bearer_token;
    std::string signing_secret;  ///< empty: not signed
    std::string body;            ///< JSON
    std::int64_t attempts = 0;
    Uuid owner;  ///< the lease under which this process has it
    Timestamp created_at;

    /// It goes to where the service wants such calls when it is made.
    void clear_address() {
        url.clear();
        bearer_token.clear();
        signing_secret.clear();
    }
    Endpoint endpoint() const { return {service_id, type}; }
};

/// The values of a delivery-status callback (contract public-api §7); null times are valid (S-093).
struct DeliveryStatus {
    Uuid notification_id;
    std::optional<std::string> client_reference;
    std::optional<std::string> recipient;  ///< as typed; null for an archived message (S-087)
    std::string status;
    Timestamp created_at;
    std::optional<Timestamp> completed_at;
    std::optional<Timestamp> sent_at;
    std::string notification_type;
    Uuid template_id;
    std::int64_t template_version = 0;
};
std::string delivery_status_json(const DeliveryStatus& values);

struct ComplaintEvent {
    Uuid notification_id;
    Uuid complaint_id;
    std::optional<std::string> client_reference;
    std::optional<std::string> recipient;
    std::optional<Timestamp> complaint_date;
};
std::string complaint_json(const ComplaintEvent& values);

struct ReturnedLetter {
    Uuid notification_id;
    std::optional<std::string> reference;  ///< of a letter that came over the API
    Timestamp date_sent;
    std::string sent_by;  ///< an email address, or `API`
    /// Nothing of a letter that came as a PDF. The contract then shows the id as the word `None`.
    std::optional<std::string> template_name;
    std::optional<Uuid> template_id;
    std::optional<std::int64_t> template_version;
    std::optional<std::string> spreadsheet_file_name;
    std::optional<std::int64_t> spreadsheet_row_number;  ///< data starts at 2
    std::optional<std::string> upload_letter_file_name;
};
std::string returned_letter_json(const ReturnedLetter& values);

/// Where the service wants such callbacks now; nothing when it wants none.
std::optional<services::CallbackEndpoint> read_endpoint(db::Transaction& tx, const crypto::Sealer& sealer,
                                                        const Uuid& service_id, std::string_view type);

/// Received texts go to where the service wants them when the call is made; all else to where it did when the event
/// happened (contract public-api §7).
constexpr bool is_addressed_late(std::string_view type) {
    return type == "inbound_sms";
}

/// Writes callbacks inside the transaction that changes what they tell about, so that each event has exactly one.
/// One object per transaction: it remembers the endpoints it has read.
class Outbox {
public:
    /// `owner`: the lease to insert under, for hand-off to this process's own queue; nil: anyone may claim.
    Outbox(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now, Uuid owner)
        : tx_(tx), sealer_(sealer), ids_(ids), now_(now), owner_(owner) {}

    /// True when the service wants callbacks of this type. Reads the endpoint once per service and transaction.
    bool wants(const Uuid& service_id, std::string_view type);
    /// Adds one, if the service wants it.
    void add(const Uuid& service_id, const Uuid& notification_id, std::string_view type, std::string body);
    /// Inserts what was added. To be called once, before the transaction ends.
    void flush();
    /// What this process now owns; empty without an owner.
    std::vector<Callback> take_owned() { return owner_.is_nil() ? std::vector<Callback>{} : std::move(added_); }

private:
    struct Endpoint {
        Uuid service_id;
        std::string type;
        std::optional<services::CallbackEndpoint> endpoint;
    };
    const std::optional<services::CallbackEndpoint>& endpoint(const Uuid& service_id, std::string_view type);

    db::Transaction& tx_;
    const crypto::Sealer& sealer_;
    IdSource& ids_;
    Timestamp now_;
    Uuid owner_;
    std::vector<Endpoint> endpoints_;
    std::vector<Callback> added_;
};

/// The sealed form of what travels in a callback's row, and back. Nothing when the seal does not open.
std::string seal_payload(const crypto::Sealer& sealer, const Callback& callback);
bool open_payload(const crypto::Sealer& sealer, std::string_view sealed, Callback& callback);

}  // namespace herald::callbacks
