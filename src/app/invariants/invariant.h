#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"

namespace herald::app {

/// Something that must hold in any store at any time (tasks.md §19). Checked by tests and by `herald doctor`.
class Invariant {
public:
    virtual ~Invariant() = default;
    virtual std::string_view name() const = 0;
    /// The rule in one sentence, for people.
    virtual std::string_view rule() const = 0;
    /// What breaks it, at most ten examples; empty when it holds. `now`: what has just begun may still be under way.
    virtual std::vector<std::string> violations(db::Transaction& tx, Timestamp now) const = 0;
};

/// Every invariant of the product.
std::vector<std::unique_ptr<Invariant>> all_invariants();

}  // namespace herald::app
