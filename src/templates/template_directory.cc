#include "templates/template_directory.h"

#include "services/service_store.h"
#include "services/shared_reads.h"
#include "templates/lru_cache.h"
#include "templates/template_store.h"

namespace herald::templates {
namespace {

/// A template as one service sees it. `number` is the change number of the service it is read under, or the
/// template's version.
struct Key {
    Uuid service_id;
    Uuid template_id;
    std::int64_t number = 0;
    bool operator==(const Key&) const = default;
};

struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
        const std::hash<Uuid> hash;
        return hash(key.template_id) ^ (hash(key.service_id) * 31) ^ static_cast<std::size_t>(key.number);
    }
};

}  // namespace

struct TemplateDirectory::Impl {
    struct Current {
        TemplatePtr text;                ///< null: the service has no such template
        std::int64_t change_number = 0;  ///< of the service, when it was read
    };

    using CurrentReads = services::SharedReads<Key, Current, Hash>;
    using VersionReads = services::SharedReads<Key, TemplatePtr, Hash>;

    Impl(db::Store& s, Loop& l, services::Directory& directory, Limits limits)
        : store(s),
          loop(l),
          services(directory),
          current(limits.current_max),
          versions(limits.versions_max),
          current_reads(l),
          version_reads(l) {}

    Task<Current> read_current(Uuid service_id, Uuid template_id) {
        return store.read(loop, [service_id, template_id](db::Transaction& tx) {
            // The number first: a change in between then only makes the template newer than its number says.
            const auto number = services::read_change_number(tx, service_id).value_or(0);
            return Current{find_template(tx, service_id, template_id), number};
        });
    }

    Task<TemplatePtr> read_version(Key key) {
        return store.read(loop, [key](db::Transaction& tx) {
            return find_template_version(tx, key.service_id, key.template_id, key.number);
        });
    }

    db::Store& store;
    Loop& loop;
    services::Directory& services;
    LruCache<Key, Current, Hash> current;
    LruCache<Key, TemplatePtr, Hash> versions;
    CurrentReads current_reads;
    VersionReads version_reads;
};

TemplateDirectory::TemplateDirectory(db::Store& store, Loop& loop, services::Directory& services, Limits limits)
    : impl_(std::make_unique<Impl>(store, loop, services, limits)) {}
TemplateDirectory::TemplateDirectory(db::Store& store, Loop& loop, services::Directory& services)
    : TemplateDirectory(store, loop, services, Limits{}) {}
TemplateDirectory::~TemplateDirectory() = default;

Task<TemplatePtr> TemplateDirectory::find(Uuid service_id, Uuid template_id) {
    const services::ServicePtr service = co_await impl_->services.find(service_id);
    if (!service) co_return nullptr;
    const Key key{service_id, template_id};
    if (const auto* known = impl_->current.get(key); known && known->change_number >= service->change_number)
        co_return known->text;
    // The change number is part of what is shared: a read that was begun before a change is not joined after it.
    const Key shared{service_id, template_id, service->change_number};
    // Named, because g++ 12 destroys temporaries of an awaited expression twice.
    Impl* impl = impl_.get();
    Impl::CurrentReads::Read read = [impl, key] { return impl->read_current(key.service_id, key.template_id); };
    Impl::CurrentReads::Keep keep = [impl, key](const Impl::Current& current) { impl->current.put(key, current); };
    const Impl::Current fresh = co_await impl->current_reads.run(shared, std::move(read), std::move(keep));
    co_return fresh.text;
}

Task<TemplatePtr> TemplateDirectory::find_version(Uuid service_id, Uuid template_id, std::int64_t version) {
    const Key key{service_id, template_id, version};
    if (const auto* known = impl_->versions.get(key)) co_return *known;
    Impl* impl = impl_.get();
    Impl::VersionReads::Read read = [impl, key] { return impl->read_version(key); };
    Impl::VersionReads::Keep keep = [impl, key](const TemplatePtr& stored) {
        // A version that is not there yet may be made at any time, so its absence is not kept.
        if (stored) impl->versions.put(key, stored);
    };
    TemplatePtr text = co_await impl->version_reads.run(key, std::move(read), std::move(keep));
    co_return text;
}

}  // namespace herald::templates
