#pragma once

#include <vector>

#include "base/london.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "internal/pages.h"
#include "notifications/notification.h"

namespace herald::jobs {

/// The letters that people have uploaded as PDFs and that are printed on one day (contract admin-api-messages §8.1).
struct LetterDay {
    Timestamp printing_at;  ///< 17:30 in London
    std::int64_t letters;
};

/// Those of letters made since an instant, the last day first.
std::vector<LetterDay> uploaded_letter_days(db::Transaction& tx, const Uuid& service_id, Timestamp since);

/// The letters of one such day, the newest first (§8.2).
struct UploadedLetters {
    std::vector<notifications::Notification> page;
    std::int64_t total = 0;
};
UploadedLetters uploaded_letters_of(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                    LocalDate printing_day, const internal::Page& page);

}  // namespace herald::jobs
