#pragma once

#include <string>

#include "base/time.h"
#include "base/uuid.h"
#include "letters/postage.h"

namespace herald::letters {

/// 16 characters A-Z and 0-9 out of a random id: how a letter is called on paper, by the printer and in lists of
/// returned letters (data-model §8).
std::string make_reference(const Uuid& random);

/// A letter's PDF, as far as its name goes (tasks.md §17.2).
struct PrintFile {
    std::string reference;
    Timestamp created_at;
    Postage postage = default_postage;

    /// `NOTIFY.ABCDEF1234567890.D.2.C.20180113120000.PDF`; the time is UTC.
    std::string name() const;
    /// `2018-01-13`: the day in London, or the next one if it was made after 17:30:00 (tasks.md §1.5).
    std::string folder() const;
};

/// Where a PDF lies in the store of objects: the contract's buckets are folders here (tasks.md §17.3, §17.4).
std::string scan_object(const PrintFile& file);     ///< as it came, to be looked at for viruses
std::string print_object(const PrintFile& file);    ///< ready to be printed
std::string test_object(const PrintFile& file);     ///< the same of a test key, which nobody prints
std::string invalid_object(const PrintFile& file);  ///< refused by the checks

}  // namespace herald::letters
