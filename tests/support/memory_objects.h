#pragma once

#include <map>
#include <set>

#include "objects/object_store.h"

namespace herald::test {

/// Objects in memory, which can be made to fail.
class MemoryObjects final : public objects::ObjectStore {
public:
    Task<void> put(std::string name, objects::Content content, objects::Metadata of_it) override {
        if (is_broken) throw objects::ObjectStoreError("the test's objects cannot be written");
        all[name] = *content;
        metadata[name] = std::move(of_it);
        co_return;
    }
    Task<std::optional<std::string>> get(std::string name) override {
        const auto found = all.find(name);
        if (found == all.end()) co_return std::nullopt;
        co_return found->second;
    }
    Task<std::optional<objects::ObjectHead>> head(std::string name) override {
        const auto found = all.find(name);
        if (found == all.end()) co_return std::nullopt;
        co_return objects::ObjectHead{found->second.size(), metadata[name]};
    }
    Task<bool> remove(std::string name) override {
        if (undeletable.contains(name)) throw objects::ObjectStoreError("the test's object cannot be deleted");
        co_return all.erase(name) == 1;
    }

    std::map<std::string, std::string> all;
    std::map<std::string, objects::Metadata> metadata;
    std::set<std::string> undeletable;
    bool is_broken = false;
};

}  // namespace herald::test
