#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/loop.h"
#include "db/store.h"
#include "objects/removal.h"

namespace herald::objects {

/// How objects whose time is over are found, removed and forgotten.
template <class Item>
struct Sweep {
    /// The next ones after `last`, in an order that does not change; none: that was all.
    std::function<std::vector<Item>(db::Transaction& tx, const std::optional<Item>& last)> next;
    /// Whether the object is gone; logs why it is not.
    std::function<Task<bool>(const Item& item)> remove;
    /// What stands about it in the store is of no use any more.
    std::function<void(db::Transaction& tx, const Item& item)> forget;
};

/// The object first, then its row: so no object is without one. One that cannot be removed is left for the next run;
/// the others go all the same (S-017).
template <class Item>
Task<Removal> sweep(db::Store& store, Loop& loop, Sweep<Item> objects) {
    Removal all;
    std::optional<Item> last;
    while (true) {
        const auto found = co_await store.read(loop, [&](db::Transaction& tx) { return objects.next(tx, last); });
        if (found.empty()) co_return all;
        std::vector<Item> gone;
        for (const Item& item : found) {
            const bool is_gone = co_await objects.remove(item);
            if (is_gone) gone.push_back(item);
        }
        co_await store.write(loop, [&](db::Transaction& tx) {
            for (const Item& item : gone) objects.forget(tx, item);
        });
        all.removed += gone.size();
        all.failed += found.size() - gone.size();
        last = found.back();
    }
}

}  // namespace herald::objects
