#include "jobs/uploaded_letters.h"

#include "jobs/uploaded_letters_sql.h"
#include "letters/letter_timings.h"
#include "notifications/notification_store.h"

namespace herald::jobs {
namespace {

Timestamp printing_time(LocalDate day) {
    const std::chrono::sys_time<Duration> local = std::chrono::sys_days(day) + letters::cut_off;
    return london_to_utc({local.time_since_epoch().count()});
}

}  // namespace

std::vector<LetterDay> uploaded_letter_days(db::Transaction& tx, const Uuid& service_id, Timestamp since) {
    std::vector<LetterDay> days;
    for (const auto row : tx.query(sql::times_of_uploaded_letters, {service_id, since})) {
        const Timestamp printing_at = printing_time(letters::processing_day(row.get<Timestamp>(0)));
        if (days.empty() || days.back().printing_at != printing_at) days.push_back({printing_at, 0});
        ++days.back().letters;
    }
    return days;
}

UploadedLetters uploaded_letters_of(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                    LocalDate printing_day, const internal::Page& page) {
    const Timestamp since = printing_time(std::chrono::sys_days(printing_day) - std::chrono::days(1));
    const Timestamp before = printing_time(printing_day);
    std::vector<notifications::Lookup> lookups;
    for (const auto row :
         tx.query(sql::uploaded_letters_between, {service_id, since, before, page.size, page.offset()}))
        lookups.push_back({service_id, row.get<Uuid>(0)});
    UploadedLetters found;
    for (auto& letter : notifications::find_many(tx, sealer, lookups))
        if (letter) found.page.push_back(std::move(*letter));
    found.total = tx.query(sql::count_uploaded_letters, {service_id, since, before})[0].get<std::int64_t>(0);
    return found;
}

}  // namespace herald::jobs
