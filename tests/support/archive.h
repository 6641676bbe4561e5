#pragma once

#include "support/database.h"

namespace herald::test {

/// Moves all messages to the history, as retention does.
inline void archive_messages(db::Store& store) {
    static constexpr std::string_view copy =
        "INSERT INTO notification_history (id, service_id, template_id, template_version, api_key_id, key_type, job_id,"
        " job_row_number, notification_type, status, client_reference, reference, billable_units, international,"
        " phone_prefix, rate_multiplier, sent_by, created_by_id, created_at, sent_at, updated_at, postage)"
        " SELECT id, service_id, template_id, template_version, api_key_id, key_type, job_id, job_row_number,"
        " notification_type, status, client_reference, reference, billable_units, international, phone_prefix,"
        " rate_multiplier, sent_by, created_by_id, created_at, sent_at, updated_at, postage FROM notifications";
    static constexpr std::string_view remove = "DELETE FROM notifications";
    store.write_now([&](db::Transaction& tx) {
        tx.execute(ad_hoc(copy, copy, 0), {});
        tx.execute(ad_hoc(remove, remove, 0), {});
    });
}

}  // namespace herald::test
